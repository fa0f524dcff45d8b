package io.meshinfra.model;

/** Kind and name of one resource, unique within a catalog; written {@code file:/etc/motd}. */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
  public ResourceId {
    if (kind.isEmpty() || kind.indexOf(':') >= 0 || name.isEmpty()) {
      throw new IllegalArgumentException(
          "a resource is written KIND:NAME, like file:/etc/motd, not "
              + Printable.quote(kind + ":" + name));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a resource name has no control characters, but this one does: " + Printable.quote(name));
    }
  }

  public static ResourceId parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "a resource is written KIND:NAME, like file:/etc/motd, not " + Printable.quote(text));
    }
    return new ResourceId(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(ResourceId other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind + ":" + name;
  }
}
