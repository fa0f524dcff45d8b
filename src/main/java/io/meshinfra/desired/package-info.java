/** YAML raw to checked: manifests, profiles and variables folded into one catalog per node. */
package io.meshinfra.desired;
