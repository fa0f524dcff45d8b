package io.meshinfra.model;

import java.util.regex.Pattern;

/**
 * One git commit of the desired state, or the digest of a plain directory ({@code dir-<sha256>}).
 */
public record Revision(String id) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}|dir-[0-9a-f]{12}");

  public Revision {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("not a commit id: " + Printable.quote(id));
    }
  }

  /** What people read: the first ten characters. */
  public String abbreviated() {
    return id.startsWith("dir-") ? id : id.substring(0, 10);
  }

  @Override
  public String toString() {
    return id;
  }
}
