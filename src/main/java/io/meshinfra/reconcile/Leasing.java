package io.meshinfra.reconcile;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.HubId;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.journal.Leases;
import io.meshinfra.journal.Leases.Taking;
import io.meshinfra.model.FencingToken;
import io.meshinfra.reconcile.loop.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * This hub's lease: taken, renewed, lost. What the hub knows of it by itself is measured by a
 * ticker and from before the database was asked, so it believes in its lease for a shorter time
 * than the database does. A wall clock has no say.
 */
public final class Leasing {
  private static final Logger LOG = Logger.getLogger(Leasing.class);

  /** Shorter ones would not outlast a short pause of the hub or its database. */
  static final Duration SHORTEST = Duration.ofSeconds(3);

  /** A lease is renewed so often in its time, and given up by itself that part before its end. */
  private static final int PARTS = 6;

  private final Leases leases;
  private final HubId hub;
  private final Duration length;
  private final Ticker ticker;
  private volatile Standing standing = new Standing.StandingBy("nobody yet", Optional.empty());
  private volatile Duration believedUntil = Duration.ZERO;
  private volatile String trouble = "";
  private Duration next;

  /**
   * @param length for which the database keeps others out after each renewal
   */
  Leasing(Leases leases, HubId hub, Duration length, Ticker ticker) {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "mesh.journal.lease is %s; it is at least %s".formatted(length, SHORTEST));
    }
    this.leases = leases;
    this.hub = hub;
    this.length = length;
    this.ticker = ticker;
    this.next = ticker.now();
  }

  public HubId hub() {
    return hub;
  }

  /** How this hub stands now, without asking anybody. */
  public Standing now() {
    return switch (standing) {
      case Standing.InCharge in ->
          ticker.now().compareTo(believedUntil) < 0
              ? in
              : new Standing.Holding(
                  in.token(), trouble.isEmpty() ? "the hub was paused" : trouble);
      case Standing other -> other;
    };
  }

  public boolean isInCharge() {
    return now().mayBegin();
  }

  /** The token that goes along with hand-overs; empty unless this hub has the lease. */
  public Optional<FencingToken> token() {
    return switch (standing) {
      case Standing.InCharge in -> Optional.of(in.token());
      case Standing.Holding holding -> Optional.of(holding.token());
      case Standing.StandingBy by -> Optional.empty();
      case Standing.Replaced replaced -> Optional.of(replaced.token());
    };
  }

  /** Takes or renews the lease when it is time for that. */
  synchronized void tendIfDue() {
    if (ticker.now().compareTo(next) >= 0) {
      tend();
    }
  }

  /** Asks the database at once. A database that does not answer changes nothing. */
  synchronized void tend() {
    Duration asked = ticker.now();
    next = asked.plus(length.dividedBy(PARTS));
    try {
      Standing before = standing;
      standing = asking(before);
      believedUntil =
          leases.isShared() ? asked.plus(length).minus(length.dividedBy(PARTS)) : FOR_EVER;
      trouble = "";
    } catch (JournalUnavailable e) {
      trouble = e.getMessage();
      throw e;
    }
  }

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private Standing asking(Standing before) {
    return switch (before) {
      case Standing.StandingBy by ->
          switch (leases.take(hub, length)) {
            case Taking.Mine mine -> new Standing.InCharge(mine.token());
            case Taking.Others others ->
                new Standing.StandingBy(others.hub(), Optional.of(others.until()));
          };
      case Standing.InCharge in -> renewed(in);
      case Standing.Holding holding -> renewed(new Standing.InCharge(holding.token()));
      case Standing.Replaced replaced -> replaced;
    };
  }

  private Standing renewed(Standing.InCharge in) {
    if (!leases.isShared() || leases.renew(hub, in.token(), length)) {
      return in;
    }
    String by = leases.holder().map(seen -> seen.hub().name()).orElse("another hub");
    LOG.errorf("the lease was lost by=%s token=%s", by, in.token());
    return new Standing.Replaced(in.token(), by);
  }

  /**
   * Gets a larger token than nodes have seen from elsewhere, as after a restore of the database. A
   * person says so: whoever sent them the larger one is kept out from then on.
   *
   * @throws NotNow when this hub is not in charge
   */
  public synchronized FencingToken raise(FencingToken above, Deed.By by, String why) {
    if (!(now() instanceof Standing.InCharge in)) {
      throw new NotNow("only the hub in charge can raise its token; this one " + now());
    }
    FencingToken raised = leases.raise(hub, in.token(), above, by, why);
    standing = new Standing.InCharge(raised);
    return raised;
  }

  /** Lets another hub take over without waiting. */
  synchronized void giveUp() {
    if (standing instanceof Standing.InCharge in) {
      try {
        leases.giveUp(hub, in.token());
      } catch (JournalUnavailable e) {
        LOG.warn("the lease could not be given up; it runs out by itself", e);
      }
    }
    standing = new Standing.StandingBy("nobody: this hub was stopped", Optional.empty());
  }
}
