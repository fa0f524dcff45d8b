/** One script per node, made from all types of its catalog, turned into a snapshot. */
package io.meshinfra.probe;
