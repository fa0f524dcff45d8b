/** The intent as rules of ufw, and a reader of such rules that knows no compiler. */
package io.meshinfra.network.ufw;
