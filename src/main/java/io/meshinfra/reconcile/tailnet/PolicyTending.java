package io.meshinfra.reconcile.tailnet;

import io.meshinfra.journal.Deed;
import io.meshinfra.reconcile.tailnet.PolicyState.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Looks at the policy file now and then, tells what differs once, and in mode enforce puts it
 * right. What was never ours it leaves to a person, also the file that a tailnet begins with: the
 * first put closes the tailnet to every device that has no tag yet.
 */
public final class PolicyTending {
  private final TailnetPolicies policies;
  private final boolean enforce;
  private final Duration interval;
  private final Consumer<String> tell;
  private final Clock clock;
  private Instant next = Instant.MIN;
  private String told = "";

  /** What was refused is not tried again before something has changed: each try is in the audit. */
  private PolicyState tried;

  /**
   * @param tell for people, when something has changed
   */
  public PolicyTending(
      TailnetPolicies policies,
      boolean enforce,
      Duration interval,
      Consumer<String> tell,
      Clock clock) {
    this.policies = policies;
    this.enforce = enforce;
    this.interval = interval;
    this.tell = tell;
    this.clock = clock;
  }

  /** Looks when it is time; waits for Tailscale. */
  public synchronized void tend() {
    Instant now = clock.instant();
    if (!policies.isOn() || now.isBefore(next)) {
      return;
    }
    next = now.plus(interval);
    PolicyState state = policies.look();
    if (state.status() == Status.NOTHING) {
      return;
    }
    String words = state.toString();
    if (enforce && isToBePut(state.status()) && !state.equals(tried)) {
      words += "; " + put(state);
    } else if (state.equals(tried)) {
      return;
    }
    if (!words.equals(told)) {
      told = words;
      tell.accept(words);
    }
  }

  private String put(PolicyState state) {
    return switch (policies.putBack(Deed.By.hub("the revision in force"))) {
      case PolicyPut.Done(String words) -> {
        tried = null;
        yield "put: " + words;
      }
      case PolicyPut.NotNeeded(String reason) -> reason;
      case PolicyPut.Refused(String reason) -> {
        tried = state;
        yield "not put: " + reason;
      }
    };
  }

  private static boolean isToBePut(Status status) {
    return switch (status) {
      case OLDER, EDITED -> true;
      case OFF, NOTHING, SYNCED, FOREIGN, UNKNOWN -> false;
    };
  }
}
