package io.meshinfra.journal;

import io.meshinfra.model.FencingToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where hubs agree on which of them is in charge. Every method throws {@link JournalUnavailable}
 * when the database does.
 */
public interface Leases {
  /** Whether other hubs can be there at all; the file of an embedded database has one user. */
  boolean isShared();

  /** Takes the lease when nobody has it, or whoever had it let it run out. */
  Taking take(HubId hub, Duration length);

  /**
   * Makes a lease longer that was taken before, also one that has run out and that nobody else
   * took; false when another hub has taken it.
   */
  boolean renew(HubId hub, FencingToken token, Duration length);

  /**
   * Makes the token larger than one that nodes have seen from elsewhere, and audits it.
   *
   * @param token the one that the hub has
   * @return the new one
   */
  FencingToken raise(HubId hub, FencingToken token, FencingToken above, Deed.By by, String why);

  /** Who has it now; empty when nobody has. */
  Optional<HubId.Seen> holder();

  /** Gives it back, so that another hub need not wait. */
  void giveUp(HubId hub, FencingToken token);

  /** What came of asking for the lease. */
  sealed interface Taking {
    record Mine(FencingToken token) implements Taking {}

    /**
     * @param until when it runs out unless that hub makes it longer
     */
    record Others(String hub, Instant until) implements Taking {}
  }
}
