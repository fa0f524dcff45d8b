/** Commands about what somebody changed by hand: who did, to keep it, to put it back. */
package io.meshinfra.cli.drift;
