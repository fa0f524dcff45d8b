/** Who may log in by the sshd of a node, as a drop-in of its configuration, and what that says. */
package io.meshinfra.network.sshd;
