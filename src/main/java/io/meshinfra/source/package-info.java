/** Fetches the desired state from git and reads a revision without a work tree; JGit stays here. */
package io.meshinfra.source;
