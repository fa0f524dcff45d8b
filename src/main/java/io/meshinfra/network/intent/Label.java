package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/**
 * A name of a rule, a role, a group, a service. It comes to stand in files of nftables, in JSON and
 * in ssh_config, so that it holds nothing that means something there.
 */
public record Label(String value) implements Comparable<Label> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public Label {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a name is 1 to 63 letters, digits, '.', '_' and '-' and begins with a letter or digit,"
              + " not "
              + Printable.quote(value));
    }
  }

  static Label parse(String text) {
    return new Label(text);
  }

  @Override
  public int compareTo(Label other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
