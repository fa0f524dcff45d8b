package io.meshinfra.converge.alone;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The texts of all steps, each once, however many ways lead to it, and not more than so many bytes.
 */
final class Texts {
  private final String mark;
  private final long largest;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private long size;

  /**
   * @param mark begins the line in front of each text, and occurs in none
   */
  Texts(String mark, long largest) {
    this.mark = mark;
    this.largest = largest;
  }

  /** The number of the text; empty when there is no room for it. */
  OptionalInt number(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return OptionalInt.of(known);
    }
    long more = text.getBytes(StandardCharsets.UTF_8).length;
    if (size + more > largest) {
      return OptionalInt.empty();
    }
    size += more;
    numbers.put(text, numbers.size() + 1);
    return OptionalInt.of(numbers.size());
  }

  /** One file. */
  String file() {
    StringBuilder file = new StringBuilder();
    numbers.forEach(
        (text, number) -> file.append(mark).append(number).append('\n').append(text).append('\n'));
    return file.toString();
  }
}
