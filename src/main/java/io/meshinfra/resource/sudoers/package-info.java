/**
 * Kind {@code sudoers}: drop-in files in /etc/sudoers.d that are checked before they take effect.
 */
package io.meshinfra.resource.sudoers;
