package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports as they are written: {@code "*"}, one, or a list of ports and ranges. */
public record PortList(List<Range> ranges) {
  public static final int LAST = 65_535;
  public static final PortList ALL = new PortList(List.of(new Range(0, LAST)));

  /** A rule that needs more is several rules, or a range. */
  private static final int MOST = 100;

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?");

  /** From the first port to the last, both included. */
  public record Range(int first, int last) {
    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }

  /** In order and apart from each other, however they are given. */
  public PortList {
    List<Range> apart = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
      if (!apart.isEmpty() && range.first() <= apart.getLast().last() + 1) {
        Range before = apart.removeLast();
        apart.add(new Range(before.first(), Math.max(before.last(), range.last())));
      } else {
        apart.add(range);
      }
    }
    ranges = List.copyOf(apart);
  }

  public static PortList of(int port) {
    return new PortList(List.of(new Range(port, port)));
  }

  static PortList parse(String text) {
    return text.equals("*") ? ALL : new PortList(List.of(range(text)));
  }

  static PortList parse(List<String> words) {
    if (words.isEmpty() || words.size() > MOST) {
      throw new IllegalArgumentException(
          "1 to %d ports and ranges, not %d; \"*\" is all of them".formatted(MOST, words.size()));
    }
    return words.equals(List.of("*"))
        ? ALL
        : new PortList(words.stream().map(PortList::range).toList());
  }

  public boolean isAll() {
    return equals(ALL);
  }

  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
  }

  private static Range range(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      int first = Integer.parseInt(parts.group(1));
      int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
      if (first <= last && last <= LAST) {
        return new Range(first, last);
      }
    }
    throw new IllegalArgumentException(
        "a port is 1 to 65535, and a range is like 8000-8100; found " + Printable.quote(text));
  }

  @Override
  public String toString() {
    return isAll() ? "*" : String.join(", ", ranges.stream().map(Range::toString).toList());
  }
}
