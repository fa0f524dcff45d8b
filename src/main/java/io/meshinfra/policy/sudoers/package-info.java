/** Reads sudoers files as sudo does, and says which of their rules could take a way in away. */
package io.meshinfra.policy.sudoers;
