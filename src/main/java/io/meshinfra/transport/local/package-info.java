/** Runs scripts on the machine that the hub itself runs on. */
package io.meshinfra.transport.local;
