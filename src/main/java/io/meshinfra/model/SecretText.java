package io.meshinfra.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text with holes where secrets belong. It holds their names only, so it can be compared and
 * stored; {@link #filled} is called where the text leaves for the node, and nowhere before.
 *
 * <p>While templates are rendered a hole is a mark: the name between two characters that Unicode
 * keeps for such use and that no text has.
 */
public record SecretText(List<Part> parts) {
  private static final char OPEN = '\uFDD0';
  private static final char CLOSE = '\uFDD1';

  public SecretText {
    parts = List.copyOf(parts);
  }

  /** A piece of the text. */
  public sealed interface Part {
    /** As it is written. */
    record Plain(String text) implements Part {}

    /** A secret belongs here. */
    record Hole(SecretRef secret) implements Part {}
  }

  /** What stands for a secret in a text that is still being rendered. */
  public static String mark(SecretRef secret) {
    return OPEN + secret.toString() + CLOSE;
  }

  /** Whether a text has a mark, or what is left of one. */
  public static boolean isMarked(String text) {
    return text.indexOf(OPEN) >= 0 || text.indexOf(CLOSE) >= 0;
  }

  /** Nothing but the secret. */
  public static SecretText of(SecretRef secret) {
    return new SecretText(List.of(new Part.Hole(secret)));
  }

  /**
   * Reads a rendered text back.
   *
   * @throws IllegalArgumentException when a mark in it is not whole
   */
  public static SecretText parse(String marked) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = marked.indexOf(OPEN); open >= 0; open = marked.indexOf(OPEN, at)) {
      int close = marked.indexOf(CLOSE, open);
      if (close < 0) {
        throw new IllegalArgumentException("a secret can only be put into a text as a whole");
      }
      plain(marked.substring(at, open), parts);
      parts.add(new Part.Hole(SecretRef.parse(marked.substring(open + 1, close))));
      at = close + 1;
    }
    plain(marked.substring(at), parts);
    return new SecretText(parts);
  }

  private static void plain(String text, List<Part> parts) {
    if (isMarked(text)) {
      throw new IllegalArgumentException("a secret can only be put into a text as a whole");
    }
    if (!text.isEmpty()) {
      parts.add(new Part.Plain(text));
    }
  }

  /** The names of all secrets in it. */
  public SortedSet<SecretRef> secrets() {
    TreeSet<SecretRef> secrets = new TreeSet<>();
    for (Part part : parts) {
      if (part instanceof Part.Hole hole) {
        secrets.add(hole.secret());
      }
    }
    return secrets;
  }

  /** The text as it belongs on the node. Nothing but a step or a keyed hash may be made of it. */
  public Content filled(Function<SecretRef, String> reveal) {
    return Content.of(
        parts.stream()
            .map(part ->
                switch (part) {
                  case Part.Plain plain -> plain.text();
                  case Part.Hole hole -> reveal.apply(hole.secret());
                })
            .collect(Collectors.joining()));
  }

  /** With marks in place of secrets: equal for equal texts, and nothing secret. */
  public String marked() {
    return parts.stream()
        .map(part ->
            switch (part) {
              case Part.Plain plain -> plain.text();
              case Part.Hole hole -> mark(hole.secret());
            })
        .collect(Collectors.joining());
  }

  /** What people read: which secrets are in it, never the text around them. */
  public String shown() {
    String names =
        secrets().stream()
            .map(secret -> "secret " + Printable.line(secret.toString()))
            .collect(Collectors.joining(", "));
    return parts.size() == 1 ? names : "text with " + names;
  }

  @Override
  public String toString() {
    return shown();
  }
}
