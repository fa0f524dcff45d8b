/** GitLab, the public one and one's own, also below a path. */
package io.meshinfra.forge.gitlab;
