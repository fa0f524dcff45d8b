/** Signs SSH certificates with the key of the hub's own authority, and makes keys for people. */
package io.meshinfra.identity;
