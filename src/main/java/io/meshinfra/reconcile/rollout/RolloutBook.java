package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Rollout;
import io.meshinfra.journal.RolloutJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.rollout.Condition;
import io.meshinfra.rollout.Course;
import io.meshinfra.rollout.Happened;
import io.meshinfra.rollout.Phase;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Seen;
import io.meshinfra.rollout.Standing;
import io.meshinfra.rollout.Waves;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * All rollouts of the fleet in force and how far they are. One change after the other, each in the
 * journal before anybody acts on it.
 */
final class RolloutBook {
  private final RolloutJournal journal;
  private final Outside outside;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<NodeName, String> nameOf = new HashMap<>();
  private final Map<String, Progress> remembered = new HashMap<>();
  private final Set<NodeName> atWork = new HashSet<>();
  private Optional<Fleet> fleet = Optional.empty();

  /** A rollout of the fleet in force, and how far it is. */
  record Entry(Rollout rollout, Progress progress) {}

  RolloutBook(RolloutJournal journal, Outside outside, Clock clock) {
    this.journal = journal;
    this.outside = outside;
    this.clock = clock;
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Seen seen() {
    return locked(() -> {
      Map<NodeName, Condition> conditions = new HashMap<>(outside.conditions());
      // A run has begun on it, so it is there, whatever was known of it before.
      atWork.forEach(node -> conditions.put(node, Condition.WELL));
      return new Seen(conditions, now());
    });
  }

  /** As exactly as the journal keeps it, so that a restart changes nothing. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Optional<Fleet> fleet() {
    return locked(() -> fleet);
  }

  List<Entry> entries() {
    return locked(() -> List.copyOf(entries.values()));
  }

  Optional<Entry> named(String name) {
    return locked(() -> Optional.ofNullable(entries.get(name)));
  }

  /** The rollout that the node is in. */
  Optional<Entry> of(NodeName node) {
    return locked(() -> Optional.ofNullable(nameOf.get(node)).map(entries::get));
  }

  /** A fleet comes into force: what brings something new begins, and replaces what was before. */
  void follow(Fleet next) {
    locked(() -> {
      if (fleet.isEmpty()) {
        journal.newest().forEach(progress -> remembered.put(progress.name(), progress));
      }
      fleet = Optional.of(next);
      entries.clear();
      nameOf.clear();
      for (Rollout rollout : next.rollouts()) {
        Progress progress = goesOnOrBegins(rollout, next);
        remembered.put(rollout.name(), progress);
        entries.put(rollout.name(), new Entry(rollout, progress));
        rollout.nodes().forEach(node -> nameOf.put(node, rollout.name()));
      }
      endOthers();
      return next;
    });
  }

  private Progress goesOnOrBegins(Rollout rollout, Fleet next) {
    String content = RolloutContent.of(rollout, next);
    Optional<Progress> former = Optional.ofNullable(remembered.get(rollout.name()));
    Optional<Progress> same =
        former.filter(known -> known.content().equals(content) && known.phase() != Phase.REPLACED);
    if (same.isPresent()) {
      return same.get();
    }
    Progress begun =
        Waves.begin(rollout, new Waves.Brought(next.revision(), content), former, seen());
    journal.begin(begun);
    former
        .filter(known -> !isOver(known.phase()))
        .ifPresent(known ->
            tell(
                RolloutNews.replaced(
                    known, "revision " + next.revision().abbreviated() + " came into force")));
    tell(RolloutNews.begun(rollout, begun));
    return begun;
  }

  private static boolean isOver(Phase phase) {
    return phase == Phase.DONE || phase == Phase.REPLACED;
  }

  /** Those that are not in the fleet any more. */
  private void endOthers() {
    for (Progress progress : List.copyOf(remembered.values())) {
      if (!entries.containsKey(progress.name())) {
        remembered.remove(progress.name());
        if (progress.phase() != Phase.REPLACED) {
          Progress ended = progress.to(Phase.REPLACED, "no manifest asks for it any more");
          journal.save(progress, ended);
          tell(RolloutNews.replaced(progress, ended.reason()));
        }
      }
    }
  }

  /** Something happened in a rollout. */
  void change(String name, UnaryOperator<Progress> happened) {
    change(name, happened, journal::save);
  }

  /**
   * @param save writes before and after; what cannot be written has not happened
   */
  void change(String name, UnaryOperator<Progress> happened, BiConsumer<Progress, Progress> save) {
    locked(() -> {
      Entry entry = entries.get(name);
      if (entry != null) {
        Progress after = advanced(entry.rollout(), happened.apply(entry.progress()));
        if (!after.equals(entry.progress())) {
          save.accept(entry.progress(), after);
          entries.put(name, new Entry(entry.rollout(), after));
          remembered.put(name, after);
          RolloutNews.between(entry.rollout(), entry.progress(), after).forEach(this::tell);
        }
      }
      return entry;
    });
  }

  private Progress advanced(Rollout rollout, Progress progress) {
    Seen now = seen();
    Progress next = Course.advance(rollout, progress, now);
    if (!rollout.checks().isEmpty() || outside.asksWithoutChecks()) {
      return next;
    }
    List<NodeName> applied = new ArrayList<>(next.standing(Standing.APPLIED));
    for (NodeName node : applied) {
      next = Happened.healthy(next, node, now.now());
    }
    return applied.isEmpty() ? next : Course.advance(rollout, next, now);
  }

  void begunOn(NodeName node) {
    locked(() -> atWork.add(node));
  }

  void endedOn(NodeName node) {
    locked(() -> atWork.remove(node));
  }

  private void tell(RolloutNews news) {
    outside.tell(news.type(), news.node(), news.message());
  }
}
