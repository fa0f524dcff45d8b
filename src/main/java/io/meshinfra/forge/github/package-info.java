/** GitHub and GitHub Enterprise Server, by a token or as a GitHub App. */
package io.meshinfra.forge.github;
