/** The intent as policies of firewalld, and a reader of such policies that knows no compiler. */
package io.meshinfra.network.firewalld;
