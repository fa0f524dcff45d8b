/** Kind {@code ansible}: a playbook or role of the repository. */
package io.meshinfra.resource.ansible;
