package io.meshinfra.cli.text;

/** How results are written. */
public enum Format {
  TABLE,
  JSON,
  YAML
}
