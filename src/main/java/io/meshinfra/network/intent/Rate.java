package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many new connections one address may open in a time. */
public record Rate(int count, Unit per) implements Comparable<Rate> {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})/(second|minute|hour|day)");
  private static final Comparator<Rate> ORDER =
      Comparator.comparing(Rate::per).thenComparingInt(Rate::count);

  /** The time. */
  public enum Unit {
    SECOND,
    MINUTE,
    HOUR,
    DAY;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Rate parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a rate like 1/minute: up to 9999 per second, minute, hour or day; found "
              + Printable.quote(text));
    }
    return new Rate(
        Integer.parseInt(parts.group(1)), Unit.valueOf(parts.group(2).toUpperCase(Locale.ROOT)));
  }

  @Override
  public int compareTo(Rate other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return count + "/" + per.word();
  }
}
