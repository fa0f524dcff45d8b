/** What the clients of forges share: asking within bounds, and understanding the answer. */
package io.meshinfra.forge.client;
