package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.journal.RolloutJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.rollout.RolloutBook.Entry;
import io.meshinfra.rollout.Happened;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Standing;
import java.util.List;
import java.util.function.UnaryOperator;

/** What people may see of rollouts and ask of them. */
public final class RolloutDesk {
  private final RolloutBook book;
  private final RolloutRounds rounds;
  private final RolloutJournal journal;
  private final Outside outside;

  RolloutDesk(RolloutBook book, RolloutRounds rounds, RolloutJournal journal, Outside outside) {
    this.book = book;
    this.rounds = rounds;
    this.journal = journal;
    this.outside = outside;
  }

  /** All of the fleet in force, by name. */
  public List<RolloutStatus> all() {
    return book.entries().stream().map(this::status).toList();
  }

  public RolloutStatus one(String name) {
    return status(entry(name));
  }

  private RolloutStatus status(Entry entry) {
    return RolloutStatus.of(entry.rollout(), entry.progress(), book.seen());
  }

  /** Nobody begins until it is resumed. */
  public RolloutStatus pause(String name, String by, String reason) {
    return asked(
        name, by, "rollout-paused", reason, p -> Happened.paused(p, "by " + by + ": " + reason));
  }

  /** It goes on, and what failed is tried again. */
  public RolloutStatus resume(String name, String by) {
    List<NodeName> failed = entry(name).progress().standing(Standing.FAILED);
    RolloutStatus status =
        asked(name, by, "rollout-resumed", "", progress -> Happened.resumed(progress, book.now()));
    outside.wake(failed, true);
    return status;
  }

  /** It ends for this revision; where it undoes failures, it undoes its wave now. */
  public RolloutStatus abort(String name, String by, String reason) {
    boolean undo = entry(name).rollout().onFailure() == Rollout.OnFailure.UNDO;
    return asked(
        name,
        by,
        "rollout-aborted",
        reason,
        progress -> Happened.aborted(progress, "by " + by + ": " + reason, undo));
  }

  private RolloutStatus asked(
      String name, String by, String deed, String words, UnaryOperator<Progress> wish) {
    Progress before = entry(name).progress();
    if (wish.apply(before).equals(before)) {
      throw new RolloutRefusal.NotPossible(
          "rollout %s is %s, so that means nothing now".formatted(name, before.phase().word()));
    }
    String told = words.isEmpty() ? name : name + ": " + words;
    book.change(name, wish, (was, after) -> journal.save(was, after, by, deed, told));
    rounds.act();
    return one(name);
  }

  private Entry entry(String name) {
    return book.named(name)
        .orElseThrow(() ->
            new RolloutRefusal.NotThere(
                name, book.entries().stream().map(e -> e.rollout().name()).toList()));
  }
}
