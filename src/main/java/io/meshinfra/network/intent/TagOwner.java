package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Who may give a device of a tailnet the tag of a node, as Tailscale calls them. */
public record TagOwner(String value) implements Comparable<TagOwner> {
  private static final Pattern FORM =
      Pattern.compile(
          "autogroup:(owner|admin|network-admin|it-admin)"
              + "|(group:)?[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,253}");

  /** What stands for the administrators of the tailnet. */
  public static final TagOwner ADMIN = new TagOwner("autogroup:admin");

  public TagOwner {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected a login like alice@example.com, a synced group like group:ops@example.com,"
              + " or autogroup:owner, admin, network-admin or it-admin; found "
              + Printable.quote(value));
    }
  }

  static TagOwner parse(String text) {
    return new TagOwner(text);
  }

  @Override
  public int compareTo(TagOwner other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
