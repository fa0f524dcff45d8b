/** Names of the nodes for other machines: hosts(5), ssh_config(5) and known_hosts of sshd(8). */
package io.meshinfra.network.names;
