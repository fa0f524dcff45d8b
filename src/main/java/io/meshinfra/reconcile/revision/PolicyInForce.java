package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyRule;
import io.meshinfra.policy.PolicySet;
import io.meshinfra.policy.Rule;
import io.meshinfra.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The policy by which plans are judged. A revision that changes the policy and the machines is
 * judged by the policy before it as well, and the stricter of both wins: nobody brings the rule
 * along by which he wants to be judged. One that changes the policy alone brings nothing that could
 * slip through, and is judged by its own. What cannot be read refuses everything.
 */
public final class PolicyInForce {
  private final RevisionReader reader;
  private final Trees trees;
  private final Function<Revision, Optional<Revision>> before;
  private volatile State state = new State(Optional.empty(), List.of());

  /** The files of a revision. */
  public interface Trees {
    FileTree of(Revision revision) throws UnreadableFile;
  }

  /**
   * @param fleet in force
   * @param rules by which its plans are judged
   */
  public record State(Optional<Fleet> fleet, List<Rule> rules) {
    public State {
      rules = List.copyOf(rules);
    }
  }

  /**
   * @param before which revision was in force before another, as far as anybody remembers
   */
  public PolicyInForce(
      RevisionReader reader, Trees trees, Function<Revision, Optional<Revision>> before) {
    this.reader = reader;
    this.trees = trees;
    this.before = before;
  }

  public State state() {
    return state;
  }

  /** To be told of each fleet before anybody works by it. */
  public void follow(Fleet fleet) {
    state = new State(Optional.of(fleet), rules(fleet));
  }

  private List<Rule> rules(Fleet fleet) {
    try {
      PolicySet.Loaded own = policy(fleet.revision());
      Optional<Revision> earlier =
          state
              .fleet()
              .map(Fleet::revision)
              .filter(revision -> !revision.equals(fleet.revision()))
              .or(() -> before.apply(fleet.revision()));
      if (earlier.isEmpty()) {
        return List.copyOf(own.rules());
      }
      PolicySet.Loaded old = policy(earlier.get());
      boolean alone = own.digest().equals(old.digest()) || isSame(fleet, earlier.get());
      return List.copyOf((alone ? own : own.and(old)).rules());
    } catch (UnreadableFile e) {
      return List.of(new Unreadable(e.getMessage()));
    }
  }

  private PolicySet.Loaded policy(Revision revision) throws UnreadableFile {
    return switch (reader.policy(trees.of(revision))) {
      case PolicySet.Loaded loaded -> loaded;
      case PolicySet.Invalid invalid ->
          throw new UnreadableFile(
              "the policy of revision %s has mistakes:\n%s"
                  .formatted(revision.abbreviated(), invalid.mistakes().report()));
    };
  }

  /** Whether the machines shall be at the revision as they were at the one before. */
  private boolean isSame(Fleet fleet, Revision earlier) throws UnreadableFile {
    Optional<Fleet> known = state.fleet().filter(inForce -> inForce.revision().equals(earlier));
    if (known.isPresent()) {
      return contents(known.get()).equals(contents(fleet));
    }
    return reader.load(trees.of(earlier)) instanceof Loading.Loaded loaded
        && contents(loaded.fleet()).equals(contents(fleet));
  }

  /** All that a plan follows from, without the lines in which it is written. */
  private static Map<String, Object> contents(Fleet fleet) {
    Map<String, Object> contents = new TreeMap<>();
    for (FleetNode node : fleet.nodes().values()) {
      contents.put(node.name().value(), List.of(node.mode(), node.labels(), node.presence()));
      for (Resource<?> resource : node.catalog().resources()) {
        contents.put(
            node.name() + " " + resource.id(),
            List.of(
                resource.fingerprint(),
                resource.terms().mode(),
                resource.terms().guard(),
                resource.terms().after().stream().map(ResourceId::toString).toList()));
      }
    }
    return contents;
  }

  /** Refuses everything. */
  private record Unreadable(String reason) implements Rule {
    @Override
    public String id() {
      return "policy-in-force";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      return List.of(
          Finding.refusal(
              id(),
              "there is no policy to judge by: %s; a commit on top judges by the policy of this one"
                  .formatted(reason),
              Finding.Ends.NEVER));
    }
  }

  /** The rules that were written, without those that refuse because there are none. */
  public List<PolicyRule> written() {
    return state.rules().stream()
        .filter(PolicyRule.class::isInstance)
        .map(PolicyRule.class::cast)
        .toList();
  }
}
