package io.meshinfra.review;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Members;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.reconcile.loop.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may push. What the forge said is believed for a few minutes. Used by one thread. */
final class Permissions {
  private static final Duration BELIEVED = Duration.ofMinutes(5);
  private static final int MOST_REMEMBERED = 1_000;

  private final Optional<Members> members;
  private final Asking asking;
  private final Ticker ticker;
  private final Map<String, Known> known = new HashMap<>();

  private record Known(boolean mayWrite, Duration until) {}

  /**
   * @param members absent where the forge does not tell
   */
  Permissions(Optional<Members> members, Asking asking, Ticker ticker) {
    this.members = members;
    this.asking = asking;
    this.ticker = ticker;
  }

  /**
   * A branch of the repository itself can only be pushed by somebody who may; a fork by anybody.
   */
  Answer<Trust> trust(PullRequest pull) {
    if (pull.fork()) {
      return Answer.of(Trust.FOREIGN);
    }
    return members.isEmpty()
        ? Answer.of(Trust.MEMBER)
        : mayWrite(pull.author()).map(may -> may ? Trust.MEMBER : Trust.FOREIGN);
  }

  /** Nobody may where the forge does not tell. */
  Answer<Boolean> mayWrite(String login) {
    Known last = known.get(login);
    if (last != null && ticker.now().compareTo(last.until()) < 0) {
      return Answer.of(last.mayWrite());
    }
    Answer<Boolean> answer =
        members.map(m -> asking.answer(() -> m.mayWrite(login))).orElse(Answer.of(false));
    if (answer instanceof Answer.Given<Boolean> given) {
      if (known.size() > MOST_REMEMBERED) {
        known.clear();
      }
      known.put(login, new Known(given.value(), ticker.now().plus(BELIEVED)));
    }
    return answer;
  }
}
