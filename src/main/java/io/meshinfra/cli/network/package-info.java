/**
 * Commands about the network: intent, keys, configurations for emergencies, flows that are tried.
 */
package io.meshinfra.cli.network;
