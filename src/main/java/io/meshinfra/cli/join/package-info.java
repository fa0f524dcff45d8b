/** Commands that make machines nodes, take nodes away, and import profiles. */
package io.meshinfra.cli.join;
