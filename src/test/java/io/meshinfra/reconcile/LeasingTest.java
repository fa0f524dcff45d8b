package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.HubId;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.journal.Lease;
import io.meshinfra.journal.Leases;
import io.meshinfra.model.FencingToken;
import io.meshinfra.reconcile.loop.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasingTest {
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Instant SOME_TIME = Instant.parse("2026-03-01T10:00:00Z");
  private static final HubId OTHER = new HubId("other", "9@other");

  private long seconds;
  private final Ticker ticker = new Ticker(() -> Duration.ofSeconds(seconds).toNanos());
  private final Row row = new Row();
  private final Leasing leasing = new Leasing(row, new HubId("me", "1@me"), LENGTH, ticker);

  /** The row of the database, by its own clock. */
  private final class Row implements Leases {
    private boolean shared = true;
    private boolean answers = true;
    private long token;
    private Optional<HubId> holder = Optional.empty();
    private int renewals;

    @Override
    public boolean isShared() {
      return shared;
    }

    private void ask() {
      if (!answers) {
        throw new JournalUnavailable("the database does not answer", null);
      }
    }

    @Override
    public Taking take(HubId hub, Duration length) {
      ask();
      if (holder.isPresent()) {
        return new Taking.Others(holder.get().name(), SOME_TIME);
      }
      holder = Optional.of(hub);
      return new Taking.Mine(new FencingToken(++token));
    }

    @Override
    public boolean renew(HubId hub, FencingToken mine, Duration length) {
      ask();
      renewals++;
      return holder.equals(Optional.of(hub)) && mine.number() == token;
    }

    @Override
    public FencingToken raise(
        HubId hub, FencingToken mine, FencingToken above, Deed.By by, String why) {
      token = above.number() + 1;
      return new FencingToken(token);
    }

    @Override
    public Optional<HubId.Seen> holder() {
      return holder.map(hub ->
          new HubId.Seen(
              hub,
              SOME_TIME,
              SOME_TIME,
              Optional.of(new Lease(new FencingToken(token), SOME_TIME, Optional.empty()))));
    }

    @Override
    public void giveUp(HubId hub, FencingToken mine) {
      holder = Optional.empty();
    }

    void takenByAnother() {
      holder = Optional.of(OTHER);
      token++;
    }
  }

  private void after(long more) {
    seconds += more;
    leasing.tendIfDue();
  }

  @Test
  void shouldBeInChargeWithTheTokenThatItGot() {
    leasing.tend();

    assertEquals(new Standing.InCharge(new FencingToken(1)), leasing.now());
    assertEquals(Optional.of(new FencingToken(1)), leasing.token());
  }

  @Test
  void shouldStandByWithoutATokenWhileAnotherIsInCharge() {
    row.takenByAnother();

    leasing.tend();

    assertEquals(new Standing.StandingBy("9@other", Optional.of(SOME_TIME)), leasing.now());
    assertEquals(Optional.empty(), leasing.token());
  }

  @Test
  void shouldTakeOverWhenTheOtherIsGone() {
    row.takenByAnother();
    leasing.tend();
    row.holder = Optional.empty();

    after(5);

    assertEquals(new Standing.InCharge(new FencingToken(2)), leasing.now());
  }

  @Test
  void shouldRenewInPartsOfTheLease() {
    leasing.tend();
    for (int second = 0; second < 60; second++) {
      after(1);
      assertTrue(leasing.isInCharge());
    }

    assertEquals(12, row.renewals);
  }

  @Test
  void shouldHoldBeforeTheDatabaseLetsOthersIn() {
    leasing.tend();
    seconds = 24;
    assertTrue(leasing.isInCharge());

    seconds = 25;

    assertInstanceOf(Standing.Holding.class, leasing.now());
  }

  @Test
  void shouldHoldWhileTheDatabaseIsAwayAndGoOnAfterwards() {
    leasing.tend();
    row.answers = false;
    seconds = 60;
    assertThrows(JournalUnavailable.class, leasing::tendIfDue);
    Standing away = leasing.now();
    row.answers = true;

    after(5);

    assertEquals(
        "holds: its lease has run out and cannot be renewed: the database does not answer",
        away.toString());
    assertEquals(new Standing.InCharge(new FencingToken(1)), leasing.now());
  }

  @Test
  void shouldHoldAfterAPauseUntilItHasAsked() {
    leasing.tend();
    row.takenByAnother();
    seconds = 3600;

    Standing first = leasing.now();
    leasing.tendIfDue();

    assertFalse(first.mayBegin());
    assertEquals(new Standing.Replaced(new FencingToken(1), "9@other"), leasing.now());
  }

  /** What it knows is old: it must not go on where it was, not even with a new lease. */
  @Test
  void shouldNeverBeInChargeAgainOnceReplaced() {
    leasing.tend();
    row.takenByAnother();
    after(30);
    row.holder = Optional.empty();

    after(30);

    assertInstanceOf(Standing.Replaced.class, leasing.now());
    assertEquals(2, row.token);
  }

  @Test
  void shouldNeitherRenewNorLoseALeaseThatNobodyElseCanTake() {
    row.shared = false;
    leasing.tend();

    after(100_000);

    assertTrue(leasing.isInCharge());
    assertEquals(0, row.renewals);
  }

  @Test
  void shouldGoOnWithARaisedToken() {
    leasing.tend();

    leasing.raise(new FencingToken(41), Deed.By.person("ana"), "restored");

    assertEquals(Optional.of(new FencingToken(42)), leasing.token());
    after(5);
    assertTrue(leasing.isInCharge());
  }

  @Test
  void shouldNotRaiseATokenWhenItStandsBy() {
    row.takenByAnother();
    leasing.tend();

    NotNow refused =
        assertThrows(
            NotNow.class,
            () -> leasing.raise(new FencingToken(41), Deed.By.person("ana"), "restored"));

    assertTrue(refused.getMessage().contains("9@other is in charge"), refused.getMessage());
  }

  @Test
  void shouldGiveUpWhatItHas() {
    leasing.tend();

    leasing.giveUp();

    assertEquals(Optional.empty(), row.holder);
    assertFalse(leasing.isInCharge());
  }

  @Test
  void shouldRefuseALeaseThatIsTooShort() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Leasing(row, OTHER, Duration.ofSeconds(2), ticker));

    assertTrue(refused.getMessage().contains("mesh.journal.lease"), refused.getMessage());
  }
}
