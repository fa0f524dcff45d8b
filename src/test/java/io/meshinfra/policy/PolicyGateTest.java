package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.plan.Plan;
import io.meshinfra.support.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PolicyGateTest {
  private final Plan plan = Changes.plan(Changes.of("file", "{path: /etc/motd, content: hi}"));

  /** Says what the test wants, or breaks as it wants. */
  private record Saying(
      Supplier<List<Finding>> findings, Supplier<Optional<Instant>> closing, boolean watching)
      implements Rule {
    @Override
    public String id() {
      return "saying";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      return findings.get();
    }

    @Override
    public Optional<Instant> closes(Plan plan, Circumstances circumstances) {
      return closing.get();
    }

    @Override
    public boolean watchesOthers() {
      return watching;
    }
  }

  private static Rule saying(Finding... findings) {
    return new Saying(() -> List.of(findings), Optional::empty, false);
  }

  private static Rule closing(Instant at) {
    return new Saying(List::of, () -> Optional.of(at), false);
  }

  private static Finding asking(Consent consent) {
    return new Finding(
        "asks",
        Severity.ASK,
        "look",
        "",
        Optional.empty(),
        Optional.of(consent),
        Finding.Ends.NEVER);
  }

  private Verdict judge(Circumstances circumstances, Rule... rules) {
    return new PolicyGate(List.of(rules)).judge(plan, circumstances);
  }

  private Verdict judge(Rule... rules) {
    return judge(Circumstances.at(Changes.NOW), rules);
  }

  private static Circumstances approved(Instant now, Instant until) {
    return Circumstances.at(now)
        .approvedBy(List.of(new Approval("ann", "api", "fine", Changes.NOW, until)));
  }

  @Test
  void shouldRefuseWhenARuleBreaks() {
    Rule broken =
        new Saying(
            () -> {
              throw new IllegalStateException("as the test wants it");
            },
            Optional::empty,
            false);

    Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, judge(broken));

    assertTrue(refused.reasons().contains("as the test wants it"), refused.reasons());
    assertFalse(refused.isPassing());
  }

  @Test
  void shouldRefuseWhenARuleBreaksInAWayThatNobodyThoughtOf() {
    Rule overflow =
        new Saying(
            () -> {
              throw new StackOverflowError();
            },
            Optional::empty,
            false);
    Rule unlinked =
        new Saying(
            () -> {
              throw new NoSuchMethodError("a library of another version");
            },
            Optional::empty,
            false);

    assertInstanceOf(Verdict.Refused.class, judge(overflow));
    assertInstanceOf(Verdict.Refused.class, judge(unlinked));
  }

  @Test
  void shouldRefuseWhenItCannotBeToldWhenAWindowCloses() {
    Rule broken =
        new Saying(
            List::of,
            () -> {
              throw new IllegalStateException("no such hour");
            },
            false);

    assertInstanceOf(Verdict.Refused.class, judge(broken));
  }

  @Test
  void shouldStillTellWhatTheOtherRulesFound() {
    Rule broken =
        new Saying(
            () -> {
              throw new IllegalStateException("broken");
            },
            Optional::empty,
            false);

    Verdict verdict = judge(broken, saying(asking(Consent.ANYBODY)));

    assertEquals(
        List.of(Severity.REFUSE, Severity.ASK),
        verdict.findings().stream().map(Finding::severity).toList());
  }

  @Test
  void shouldNotCountAnApprovalThatHasEnded() {
    Instant end = Changes.NOW.plusSeconds(60);
    Rule asks = saying(asking(Consent.ANYBODY));

    assertInstanceOf(Verdict.Approved.class, judge(approved(end.minusMillis(1), end), asks));
    assertInstanceOf(Verdict.AwaitingApproval.class, judge(approved(end, end), asks));
  }

  @Test
  void shouldNotLetAnApprovalHelpAgainstARefusal() {
    Verdict verdict =
        judge(
            approved(Changes.NOW, Changes.NOW.plusSeconds(60)),
            saying(Finding.refusal("no", "never", Finding.Ends.NEVER)));

    assertInstanceOf(Verdict.Refused.class, verdict);
  }

  @Test
  void shouldTellTheSameFindingOnce() {
    Finding finding = Finding.refusal("no", "never", Finding.Ends.NEVER);

    assertEquals(List.of(finding), judge(saying(finding), saying(finding)).findings());
  }

  @Test
  void shouldCloseWithTheFirstWindowThatDoes() {
    Instant soon = Changes.NOW.plus(Duration.ofHours(1));

    Verdict.Approved approved =
        assertInstanceOf(
            Verdict.Approved.class, judge(closing(soon.plusSeconds(1)), closing(soon)));

    assertEquals(Optional.of(soon), approved.plan().closes());
  }

  @Test
  void shouldOnlyPassByItselfWhenAllThatRefusesDoes() {
    Finding turn = Finding.refusal("turn", "waits", Finding.Ends.WITH_ANOTHER_RUN);
    Finding window = Finding.refusal("window", "waits", Finding.Ends.WITH_TIME);
    Finding never = Finding.refusal("never", "no", Finding.Ends.NEVER);

    assertTrue(new Verdict.Refused(List.of(turn)).isForItsTurn());
    assertTrue(new Verdict.Refused(List.of(turn, window)).isPassing());
    assertFalse(new Verdict.Refused(List.of(turn, window)).isForItsTurn());
    assertFalse(new Verdict.Refused(List.of(window, never)).isPassing());
  }

  @Test
  void shouldKnowWhetherAnyRuleWatchesOthers() {
    Rule watching = new Saying(List::of, Optional::empty, true);

    assertFalse(new PolicyGate(List.of(saying())).watchesOthers());
    assertTrue(new PolicyGate(List.of(saying())).and(List.of(watching)).watchesOthers());
  }

  // --- consent

  private static Approval by(String name) {
    return new Approval(name, "api", "fine", Changes.NOW, Changes.NOW.plusSeconds(60));
  }

  @Test
  void shouldNotCountThePersonTwice() {
    Consent two = new Consent(2, Set.of(), false);

    assertFalse(two.isGivenBy(List.of(by("ann"), by("ann")), Set.of()));
    assertTrue(two.isGivenBy(List.of(by("ann"), by("bob")), Set.of()));
    assertEquals("1 more approval", two.missingText(List.of(by("ann")), Set.of()));
    assertEquals("2 approvals", two.missingText(List.of(), Set.of()));
  }

  @Test
  void shouldCountOnlyThoseWhoWereNamed() {
    Consent named = new Consent(1, Set.of("ann", "bob"), false);

    assertFalse(named.isGivenBy(List.of(by("eve")), Set.of()));
    assertTrue(named.isGivenBy(List.of(by("eve"), by("bob")), Set.of()));
  }

  @Test
  void shouldNotLetAnAuthorAgreeWithHimself() {
    Consent others = new Consent(1, Set.of(), true);

    assertFalse(others.isGivenBy(List.of(by("ann")), Set.of("ann")));
    assertTrue(others.isGivenBy(List.of(by("ann"), by("bob")), Set.of("ann")));
    assertFalse(others.isGivenBy(List.of(by("bob")), Set.of()), "nobody knows who wrote it");
  }

  @Test
  void shouldSayWhoseConsentIsAskedForExactlyWhenItAsks() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Finding(
                "x",
                Severity.ASK,
                "look",
                "",
                Optional.empty(),
                Optional.empty(),
                Finding.Ends.NEVER));
  }
}
