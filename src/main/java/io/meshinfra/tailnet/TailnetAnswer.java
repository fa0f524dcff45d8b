package io.meshinfra.tailnet;

import java.time.Duration;
import java.util.function.Function;

/** What came of a question to Tailscale. */
public sealed interface TailnetAnswer<T> {

  /** It was answered. */
  record Told<T>(T value) implements TailnetAnswer<T> {}

  /**
   * It will not be answered until somebody mends something.
   *
   * @param reason what is wrong and how to mend it
   */
  record Refused<T>(String reason) implements TailnetAnswer<T> {}

  /** Somebody else has changed the policy file since it was read; nothing was put. */
  record Changed<T>(String reason) implements TailnetAnswer<T> {}

  /**
   * It may be answered later.
   *
   * @param pause before it is asked again
   */
  record Later<T>(String reason, Duration pause) implements TailnetAnswer<T> {}

  /** Goes on with what was told; any other answer stays what it is. */
  default <R> TailnetAnswer<R> then(Function<T, TailnetAnswer<R>> next) {
    return switch (this) {
      case Told<T>(T value) -> next.apply(value);
      case Refused<T>(String reason) -> new Refused<>(reason);
      case Changed<T>(String reason) -> new Changed<>(reason);
      case Later<T>(String reason, Duration pause) -> new Later<>(reason, pause);
    };
  }
}
