package io.meshinfra.network.firewall;

import java.util.function.Function;

/** What a word stands for, to readers that refuse every word that they do not understand. */
@FunctionalInterface
public interface Meaning<T> {
  T of(String word);

  /**
   * @param refused makes the reader's own refusal of a message
   * @throws E when the word means nothing
   */
  static <T, E extends Exception> T understood(
      String word, Meaning<T> meaning, Function<String, E> refused) throws E {
    try {
      return meaning.of(word);
    } catch (IllegalArgumentException e) {
      throw refused.apply(word + " is not understood");
    }
  }
}
