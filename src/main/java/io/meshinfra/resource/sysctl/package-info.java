/** Kind {@code sysctl}: kernel settings, now and at boot. */
package io.meshinfra.resource.sysctl;
