/** Append-only record of revisions, runs, changes and events, in H2 or PostgreSQL. */
package io.meshinfra.journal;
