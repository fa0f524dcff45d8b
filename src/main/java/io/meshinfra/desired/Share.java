package io.meshinfra.desired;

import io.meshinfra.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of nodes, written {@code 3}, or a part of all of them, written {@code 25%}. */
public record Share(int number, boolean percent) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(%?)");
  private static final int ALL = 100;

  public static final Share NONE = new Share(0, false);
  public static final Share ONE = new Share(1, false);

  public static Share parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "write a number of nodes like 3, or a part of them like 25%, not "
              + Printable.quote(text));
    }
    int number = Integer.parseInt(form.group(1));
    boolean percent = !form.group(2).isEmpty();
    if (percent && number > ALL) {
      throw new IllegalArgumentException("a part is at most 100%, not " + Printable.quote(text));
    }
    return new Share(number, percent);
  }

  /** How many of so many that is; a part is rounded down. */
  public int of(int total) {
    return percent ? (int) ((long) total * number / ALL) : number;
  }

  public boolean isNothing() {
    return number == 0;
  }

  @Override
  public String toString() {
    return percent ? number + "%" : String.valueOf(number);
  }
}
