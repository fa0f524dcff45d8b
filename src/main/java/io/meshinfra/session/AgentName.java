package io.meshinfra.session;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Which assistant works: 1 to 32 lower-case letters, digits and inner hyphens. */
public record AgentName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

  public AgentName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an agent is named by 1 to 32 lower-case letters, digits and inner hyphens, not "
              + Printable.quote(value));
    }
  }

  public static AgentName parse(String text) {
    return new AgentName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
