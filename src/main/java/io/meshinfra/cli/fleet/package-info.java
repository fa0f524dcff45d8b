/**
 * What commands over a directory of manifests share: its fleet, its options, how nodes are looked
 * at.
 */
package io.meshinfra.cli.fleet;
