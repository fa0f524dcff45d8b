/** Secrets in files of the repository that SOPS has encrypted for the hub. */
package io.meshinfra.secret.sops;
