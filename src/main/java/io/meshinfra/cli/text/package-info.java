/** How answers look: tables, colours, JSON and YAML. */
package io.meshinfra.cli.text;
