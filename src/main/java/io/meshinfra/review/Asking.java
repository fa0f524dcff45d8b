package io.meshinfra.review;

import io.meshinfra.forge.Answer;
import io.meshinfra.reconcile.loop.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks a forge, and asks it nothing for as long as it wants to be left alone. Waits double when it
 * keeps saying so. Used by one thread.
 */
final class Asking {
  private static final Logger LOG = Logger.getLogger(Asking.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 1_000;

  private final Ticker ticker;
  private final Set<String> logged = new HashSet<>();
  private Duration notBefore = Duration.ZERO;
  private int inARow;

  Asking(Ticker ticker) {
    this.ticker = ticker;
  }

  boolean mayAsk() {
    return ticker.now().compareTo(notBefore) >= 0;
  }

  /** Empty when the forge refuses, which is logged once, or is to be asked later. */
  <T> Optional<T> of(Supplier<Answer<T>> question) {
    return mayAsk() ? read(question.get()) : Optional.empty();
  }

  /** The answer itself, for who has to tell a refusal from a delay. */
  <T> Answer<T> answer(Supplier<Answer<T>> question) {
    if (!mayAsk()) {
      return new Answer.Later<>("the forge wants to be left alone", FIRST);
    }
    Answer<T> answer = question.get();
    read(answer);
    return answer;
  }

  private <T> Optional<T> read(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T> given -> {
        inARow = 0;
        yield Optional.of(given.value());
      }
      case Answer.Refused<T> refused -> {
        logOnce("the forge refuses: " + refused.reason());
        yield Optional.empty();
      }
      case Answer.Later<T> later -> {
        logOnce("the forge is asked again later: " + later.reason());
        notBefore = ticker.now().plus(longer(later.after(), backOff()));
        yield Optional.empty();
      }
    };
  }

  private Duration backOff() {
    Duration wait = FIRST.multipliedBy(1L << Math.min(inARow++, 12));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void logOnce(String what) {
    if (logged.size() > MOST_REMEMBERED) {
      logged.clear();
    }
    if (logged.add(what)) {
      LOG.warn(what);
    }
  }
}
