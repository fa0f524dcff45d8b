package io.meshinfra.reconcile;

import io.meshinfra.journal.ApprovalJournal;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which plans wait for somebody to agree, and who has agreed. */
public final class Approvals extends PassListener.Silent {
  private final Journal journal;
  private final Clock clock;
  private final Duration expiry;
  private final Map<NodeName, Awaited> awaiting = new ConcurrentHashMap<>();

  /**
   * @param expiry how long an approval holds when nobody says otherwise
   */
  Approvals(Journal journal, Clock clock, Duration expiry) {
    this.journal = journal;
    this.clock = clock;
    this.expiry = expiry;
  }

  /**
   * A plan that waits.
   *
   * @param missing whose agreement, for people
   */
  public record Awaited(String hash, List<String> missing) {
    public Awaited {
      missing = List.copyOf(missing);
    }
  }

  /** The last pass that saw the node says whether it waits. */
  @Override
  public void ended(Pass pass) {
    if (pass.verdict().orElse(null) instanceof Verdict.AwaitingApproval waits) {
      awaiting.put(pass.node(), new Awaited(waits.hash(), waits.missing()));
    } else if (pass.found().isPresent()) {
      awaiting.remove(pass.node());
    }
  }

  /** What the node waits for, if it does. */
  public Optional<Awaited> awaited(NodeName node) {
    return Optional.ofNullable(awaiting.get(node));
  }

  /** The newest first, those that have ended too. */
  public List<ApprovalJournal.Recorded> of(NodeName node, int limit) {
    return journal.approvals().of(node, limit);
  }

  /**
   * Records that somebody agrees to the plan that waits.
   *
   * @param plan its hash, so that nobody agrees to another one than was looked at; the one that
   *     waits when it is empty
   * @param until when it ends; after the usual time when it is empty
   * @throws NotNow when no plan of the node waits, or another one; nothing is recorded then
   */
  ApprovalJournal.Recorded approve(
      NodeName node, Optional<String> plan, By by, Optional<Instant> until) {
    Awaited waits =
        awaited(node)
            .orElseThrow(() ->
                new NotNow(
                    "no plan of %s waits for an approval, so nothing was recorded; mesh get nodes tells why it waits, if it does"
                        .formatted(node)));
    plan.filter(hash -> !hash.equals(waits.hash()))
        .ifPresent(hash -> {
          throw new NotNow(
              "the plan of %s that waits is %s, not %s, so nothing was recorded; look at it with: mesh plan %s"
                  .formatted(node, waits.hash(), Printable.line(hash), node));
        });
    return record(node, waits.hash(), by, until);
  }

  /** The same for a plan that need not wait yet. */
  ApprovalJournal.Recorded record(NodeName node, String plan, By by, Optional<Instant> until) {
    return journal
        .approvals()
        .approve(
            node,
            plan,
            by.who(),
            by.door(),
            by.reason(),
            until.orElseGet(() -> clock.instant().plus(expiry).truncatedTo(ChronoUnit.SECONDS)));
  }

  /**
   * Who agrees, by which door, and why.
   *
   * @param door api, terminal, forge
   */
  public record By(String who, String door, String reason) {}
}
