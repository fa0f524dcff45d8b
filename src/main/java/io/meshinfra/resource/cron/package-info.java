/** Kind {@code cron}: one job per file in /etc/cron.d. */
package io.meshinfra.resource.cron;
