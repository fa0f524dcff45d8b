/** Programs of the hub that give secrets, bounded in time and output; shared by the providers. */
package io.meshinfra.secret.program;
