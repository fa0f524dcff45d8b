/** The hub over HTTP: translates requests into questions to the hub, and answers into JSON. */
package io.meshinfra.rest;
