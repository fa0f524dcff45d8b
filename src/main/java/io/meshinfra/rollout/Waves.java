package io.meshinfra.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Begins rollouts: says which node is in which wave, once and for all. */
public final class Waves {
  private Waves() {}

  /**
   * What brings a rollout.
   *
   * @param content digest of it
   */
  public record Brought(Revision revision, String content) {}

  /**
   * @param former the rollout of that name that this one replaces
   */
  public static Progress begin(
      Rollout rollout, Brought brought, Optional<Progress> former, Seen seen) {
    Instant now = seen.now();
    SortedMap<NodeName, Member> members = new TreeMap<>();
    waves(rollout, broken(rollout, former), seen)
        .forEach(
            (node, wave) -> members.put(node, Member.pending(wave, now, lastGood(former, node))));
    // Whoever holds a rollout means what comes next as well.
    Optional<Progress> paused = former.filter(progress -> progress.phase() == Phase.PAUSED);
    return new Progress(
        rollout.name(),
        brought.content(),
        brought.revision(),
        now,
        paused.map(Progress::phase).orElse(Phase.PROGRESSING),
        paused.map(Progress::reason).orElse(""),
        1,
        now,
        Optional.empty(),
        members);
  }

  /**
   * What the replaced rollout broke comes first: it cannot be made worse, it shows soonest whether
   * the new one mends it, and otherwise the places that it takes could keep a mend from it.
   */
  private static Set<NodeName> broken(Rollout rollout, Optional<Progress> former) {
    Set<NodeName> broken = new TreeSet<>();
    former.ifPresent(progress -> broken.addAll(progress.standing(Standing.FAILED)));
    broken.retainAll(rollout.nodes());
    return broken;
  }

  /** What did not end well is nothing to go back to. */
  private static Optional<Revision> lastGood(Optional<Progress> former, NodeName node) {
    return former
        .flatMap(progress -> progress.member(node))
        .filter(member -> member.standing() != Standing.DONE)
        .flatMap(Member::before);
  }

  private static SortedMap<NodeName, Integer> waves(
      Rollout rollout, Set<NodeName> broken, Seen seen) {
    SortedMap<NodeName, Integer> waves = new TreeMap<>();
    broken.forEach(node -> waves.put(node, 1));
    List<Rollout.Wave> written = rollout.waves();
    // Whoever is named by a label is there for a reason, and no earlier number takes him away.
    for (int i = 0; i < written.size(); i++) {
      int wave = i + 1;
      if (written.get(i).members() instanceof Rollout.Members.Chosen chosen) {
        chosen.nodes().stream()
            .filter(rollout.nodes()::contains)
            .forEach(node -> waves.putIfAbsent(node, wave));
      }
    }
    for (int i = 0; i < written.size(); i++) {
      int wave = i + 1;
      if (written.get(i).members() instanceof Rollout.Members.Counted counted) {
        long there = waves.values().stream().filter(taken -> taken == wave).count();
        long many = Math.max(1, counted.share().of(rollout.nodes().size())) - there;
        left(rollout, waves, seen).stream()
            .limit(Math.max(0, many))
            .forEach(node -> waves.put(node, wave));
      }
    }
    left(rollout, waves, seen).forEach(node -> waves.put(node, rollout.waveCount()));
    return waves;
  }

  /** Who can show soonest how it goes, first. */
  private static List<NodeName> left(
      Rollout rollout, SortedMap<NodeName, Integer> waves, Seen seen) {
    List<NodeName> left = new ArrayList<>(rollout.nodes());
    left.removeIf(waves::containsKey);
    left.sort(
        Comparator.comparing((NodeName node) -> seen.of(node).isExcused())
            .thenComparing(Comparator.naturalOrder()));
    return left;
  }
}
