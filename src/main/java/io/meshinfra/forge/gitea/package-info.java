/** Gitea and Forgejo, Codeberg's too. */
package io.meshinfra.forge.gitea;
