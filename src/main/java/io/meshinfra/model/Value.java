package io.meshinfra.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One attribute of a {@link State}. Two values are equal when nothing has to change. */
public sealed interface Value permits Value.Scalar, Value.Items, Value.Content {

  /** What people read, on one line. */
  String shown();

  static Value of(String text) {
    return new Scalar(text);
  }

  static Value of(boolean yes) {
    return new Scalar(Boolean.toString(yes));
  }

  /** An unordered set, kept sorted so that equal sets are equal values. */
  static Value of(Collection<String> items) {
    return new Items(items.stream().distinct().sorted().toList());
  }

  /** A single word or number. */
  record Scalar(String text) implements Value {
    @Override
    public String shown() {
      return Printable.line(text);
    }
  }

  /** A set of words, sorted. */
  record Items(List<String> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return items.stream().map(Printable::line).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * The bytes of a file, compared by digest alone. The text is there for the unified diff when it
   * is small, is text and may be shown.
   *
   * @param sha256 lower-case hexadecimal digest
   * @param size in bytes
   * @param text the whole content, absent when binary, secret or too large to show
   */
  record Content(String sha256, long size, Optional<String> text) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Content that && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
      return sha256.hashCode();
    }

    @Override
    public String shown() {
      return size + " bytes, sha256 " + sha256.substring(0, Math.min(12, sha256.length()));
    }
  }
}
