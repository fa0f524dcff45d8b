package io.meshinfra.policy.condition;

import io.meshinfra.model.NodeName;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.resource.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * So many changes at most in one plan, or in the whole roll-out of a revision.
 *
 * @param plan on one node
 * @param rollOut on all nodes together, since the revision came into force
 */
@Doc("How many changes there may be; a plain number is meant for one plan.")
public record MaxChanges(
    @Doc("At most so many in one plan.") Optional<Integer> plan,
    @Doc("At most so many on all nodes together at one revision.") Optional<Integer> rollOut)
    implements Condition {
  public MaxChanges {
    if (plan.isEmpty() && rollOut.isEmpty()) {
      throw new IllegalArgumentException("write a number, or plan, or rollOut, or both");
    }
    plan.ifPresent(MaxChanges::requirePositive);
    rollOut.ifPresent(MaxChanges::requirePositive);
  }

  public static MaxChanges parse(String text) {
    try {
      return new MaxChanges(Optional.of(Integer.valueOf(text)), Optional.empty());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number, or a map with plan and rollOut");
    }
  }

  private static void requirePositive(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("a limit is at least 1, not " + number);
    }
  }

  @Override
  public Concern concern() {
    return rollOut.isPresent() ? Concern.OTHERS : Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    List<Hit> hits = new ArrayList<>();
    int own = matter.changes().size();
    plan.filter(most -> own > most)
        .ifPresent(most ->
            hits.add(Hit.of("%d changes, more than the %d of a plan".formatted(own, most))));
    rollOut.ifPresent(most -> rollOut(matter, own, most).ifPresent(hits::add));
    return hits;
  }

  private static Optional<Hit> rollOut(Matter matter, int own, int most) {
    if (matter.circumstances().traffic().isEmpty()) {
      return Optional.of(
          Hit.untold("how many changes the revision has brought so far is not known here"));
    }
    Traffic traffic = matter.circumstances().traffic().get();
    NodeName self = matter.plan().node();
    int others =
        traffic.rolledOut().entrySet().stream()
            .filter(node -> !node.getKey().equals(self))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return others + own <= most
        ? Optional.empty()
        : Optional.of(
            Hit.of(
                "%d changes on all nodes at this revision, more than the %d of a roll-out"
                    .formatted(others + own, most)));
  }
}
