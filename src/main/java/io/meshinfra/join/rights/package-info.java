/** What the hub's login may do as root on a node: derived from the catalog, as little as works. */
package io.meshinfra.join.rights;
