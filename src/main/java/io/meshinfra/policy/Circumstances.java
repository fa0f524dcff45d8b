package io.meshinfra.policy;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Presence;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan is judged by besides itself. What is empty is not known, and a rule that needs it
 * refuses.
 *
 * @param fleet labels and presence of all nodes
 * @param traffic what goes on on other nodes
 * @param approvals in force, of exactly this plan
 * @param authors who wrote the revision; none when nobody knows
 * @param absence how long the node was away since it was last as it shall be; zero when it was not
 */
public record Circumstances(
    Instant now,
    Optional<SortedMap<NodeName, About>> fleet,
    Optional<Traffic> traffic,
    List<Approval> approvals,
    Set<String> authors,
    Optional<Duration> absence) {
  public Circumstances {
    fleet = fleet.map(nodes -> Collections.unmodifiableSortedMap(new TreeMap<>(nodes)));
    approvals = List.copyOf(approvals);
    authors = Collections.unmodifiableSet(new TreeSet<>(authors));
  }

  /** Nothing but the time is known. */
  public static Circumstances at(Instant now) {
    return new Circumstances(
        now, Optional.empty(), Optional.empty(), List.of(), Set.of(), Optional.empty());
  }

  /** The nodes are known, and nothing goes on on them. */
  public static Circumstances of(Fleet fleet, Instant now) {
    return at(now).in(fleet).with(Traffic.NONE);
  }

  public Circumstances in(Fleet nodes) {
    TreeMap<NodeName, About> known = new TreeMap<>();
    nodes.nodes().forEach((name, node) -> known.put(name, About.of(node, nodes.minWaysIn())));
    return in(known);
  }

  public Circumstances in(Map<NodeName, About> nodes) {
    return new Circumstances(
        now, Optional.of(new TreeMap<>(nodes)), traffic, approvals, authors, absence);
  }

  public Circumstances with(Traffic others) {
    return new Circumstances(now, fleet, Optional.of(others), approvals, authors, absence);
  }

  public Circumstances approvedBy(List<Approval> people) {
    return new Circumstances(now, fleet, traffic, people, authors, absence);
  }

  public Circumstances writtenBy(Set<String> people) {
    return new Circumstances(now, fleet, traffic, approvals, people, absence);
  }

  public Circumstances afterAbsence(Duration length) {
    return new Circumstances(now, fleet, traffic, approvals, authors, Optional.of(length));
  }

  /** One node of the fleet, or empty when it is not known. */
  public Optional<About> about(NodeName node) {
    return fleet.map(nodes -> nodes.get(node));
  }

  /**
   * What rules ask of a node.
   *
   * @param target how the hub gets in; empty when it is not known
   * @param minWaysIn how many ways in have to stay open
   */
  public record About(
      SortedMap<String, String> labels, Presence presence, Optional<Target> target, int minWaysIn) {
    public About {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Nobody knows how the hub gets in. */
    public About(SortedMap<String, String> labels, Presence presence) {
      this(labels, presence, Optional.empty(), 1);
    }

    public static About of(FleetNode node, int minWaysIn) {
      return new About(node.labels(), node.presence(), Optional.of(node.target()), minWaysIn);
    }
  }

  /**
   * What goes on on other nodes.
   *
   * @param atWork nodes on which a run is under way, as far as the hub knows
   * @param rolledOut nodes to which the revision of the plan was rolled out, and how many changes
   *     that took on each; begun runs count
   */
  public record Traffic(Set<NodeName> atWork, SortedMap<NodeName, Integer> rolledOut) {
    public static final Traffic NONE = new Traffic(Set.of(), new TreeMap<>());

    public Traffic {
      atWork = Collections.unmodifiableSet(new TreeSet<>(atWork));
      rolledOut = Collections.unmodifiableSortedMap(new TreeMap<>(rolledOut));
    }
  }
}
