/** Commands that show what would change and that change it, with or without a hub. */
package io.meshinfra.cli.plan;
