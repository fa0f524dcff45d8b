/** What goes over the wire, and nothing else: each shape of JSON is one record. */
package io.meshinfra.rest.view;
