/** YAML text to a small tree with positions; the only place that knows the YAML parser. */
package io.meshinfra.desired.yaml;
