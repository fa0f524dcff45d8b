/**
 * The hub for assistants, over the Model Context Protocol: translates tools into questions to the
 * hub.
 */
package io.meshinfra.mcp;
