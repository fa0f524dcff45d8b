/** Numbers for Prometheus and answers for health checks. */
package io.meshinfra.rest.metrics;
