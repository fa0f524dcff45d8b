package io.meshinfra.resource.cron;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a job; cron ignores files with other characters in their name. */
public record JobName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9_-]{1,64}");

  public JobName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the name of a cron job is 1 to 64 lower-case letters, digits, _ and -, since cron"
              + " ignores files with other names: not "
              + Printable.quote(value));
    }
  }

  public static JobName parse(String text) {
    return new JobName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
