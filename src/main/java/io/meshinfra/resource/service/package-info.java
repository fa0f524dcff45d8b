/** Kind {@code service}: units of systemd, of the system or a user, and SysV services elsewhere. */
package io.meshinfra.resource.service;
