package io.meshinfra.forge;

import java.time.Duration;
import java.util.function.Function;

/** What came of asking a forge. That it does not answer, or says no, is expected and a value. */
public sealed interface Answer<T> {

  /** It did what was asked. */
  record Given<T>(T value) implements Answer<T> {}

  /**
   * It will not do this, now or later, until something is changed.
   *
   * @param reason what is wrong and how to mend it, without secrets
   */
  record Refused<T>(String reason) implements Answer<T> {}

  /**
   * Not now: it is away, slow, broken, or wants to be asked less often.
   *
   * @param after the shortest wait before it is asked again
   */
  record Later<T>(String reason, Duration after) implements Answer<T> {}

  static <T> Answer<T> of(T value) {
    return new Given<>(value);
  }

  /** The value handed on, or the same no. */
  default <R> Answer<R> then(Function<T, Answer<R>> next) {
    return switch (this) {
      case Given<T> given -> next.apply(given.value());
      case Refused<T> refused -> new Refused<>(refused.reason());
      case Later<T> later -> new Later<>(later.reason(), later.after());
    };
  }

  default <R> Answer<R> map(Function<T, R> change) {
    return then(value -> of(change.apply(value)));
  }
}
