/** Where pull requests are discussed: what is asked of a forge, the same for all of them. */
package io.meshinfra.forge;
