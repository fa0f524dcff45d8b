/** Commands that read a directory of manifests, with or without touching nodes. */
package io.meshinfra.cli.fleet;
