/** What nodes believe of SSH certificates, compiled and read back; and who may have one. */
package io.meshinfra.network.identity;
