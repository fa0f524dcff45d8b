/** The intent as people write it, in the words of no product, read as strictly as manifests. */
package io.meshinfra.network.intent;
