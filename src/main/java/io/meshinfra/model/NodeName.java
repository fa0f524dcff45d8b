package io.meshinfra.model;

import java.util.regex.Pattern;

/** Name of one machine in the fleet: a lower-case host label (RFC 1123), at most 63 characters. */
public record NodeName(String value) implements Comparable<NodeName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public NodeName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a node name is 1 to 63 lower-case letters, digits and inner hyphens, not "
              + Printable.quote(value));
    }
  }

  public static NodeName parse(String text) {
    return new NodeName(text);
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
