/** The command line: parses, asks the engine or the hub, and prints. */
package io.meshinfra.cli;
