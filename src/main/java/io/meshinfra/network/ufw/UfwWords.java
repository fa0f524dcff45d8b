package io.meshinfra.network.ufw;

import io.meshinfra.model.Printable;
import io.meshinfra.network.ufw.UfwReader.NotUnderstood;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The words of one rule, one after the other. */
final class UfwWords {
  private static final String FORM = "[A-Za-z0-9_.,:/-]+|\"[A-Za-z0-9._-]+\"";

  private final String place;
  private final Deque<String> left;

  UfwWords(String text, String place) throws NotUnderstood {
    this.place = place;
    this.left = new ArrayDeque<>(List.of(text.split(" ", -1)));
    for (String word : left) {
      if (!word.matches(FORM)) {
        throw refused(Printable.quote(word) + " is not understood");
      }
    }
  }

  /** Whether the next word is that; it is taken then. */
  boolean take(String word) {
    if (word.equals(left.peek())) {
      left.poll();
      return true;
    }
    return false;
  }

  void need(String... words) throws NotUnderstood {
    for (String word : words) {
      if (!take(word)) {
        throw refused("expected " + word);
      }
    }
  }

  String next() throws NotUnderstood {
    if (left.isEmpty()) {
      throw refused("expected a word");
    }
    return left.poll();
  }

  void end() throws NotUnderstood {
    if (!left.isEmpty()) {
      throw refused("expected the end of the line");
    }
  }

  NotUnderstood refused(String message) {
    String found = left.isEmpty() ? "the end of the line" : Printable.quote(left.peek());
    return new NotUnderstood(place + ": " + message + ", found " + found);
  }
}
