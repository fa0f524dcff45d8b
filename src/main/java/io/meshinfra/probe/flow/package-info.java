/** Has a node try whether it gets to ports of others, with whatever program it has for that. */
package io.meshinfra.probe.flow;
