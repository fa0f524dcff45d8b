package io.meshinfra.model;

import java.util.regex.Pattern;

/** Identifies one run of one node, on the hub and on the node; safe in a path and a shell word. */
public record RunId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{7,63}");

  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a run id: " + Printable.quote(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
