/** Policies as people write them, and how they become rules. */
package io.meshinfra.policy.manifest;
