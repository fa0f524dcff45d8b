/** Names and values that all stages speak; nothing here acts. */
package io.meshinfra.model;
