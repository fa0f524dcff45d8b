/** Secrets in files of the repository that age has encrypted for the hub. */
package io.meshinfra.secret.age;
