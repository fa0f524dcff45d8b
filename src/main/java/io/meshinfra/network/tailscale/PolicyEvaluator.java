package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Row;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who reaches whom by a policy file, as Tailscale documents it: what no grant allows is denied,
 * grants only add up, a tag stands for every device that has it, a host for the device with its
 * address, {@code *} as source for every device of the tailnet, whoever's it is.
 */
final class PolicyEvaluator {
  private static final Row ALL_OPEN = new Row(Map.of(), Access.ALL);

  private final Policy policy;
  private final Map<String, List<NodeName>> devices = new HashMap<>();
  private final Map<List<Integer>, Row> rows = new HashMap<>();
  private final Map<NodeName, List<Policy.Rule>> into = new TreeMap<>();
  private final long limit;
  private long work;

  /** What it would take is more than anybody waits for. */
  static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param all devices with their tags and addresses
   * @param limit how often a grant may be looked at for a device
   */
  PolicyEvaluator(Policy policy, Collection<Tailnet.Device> all, long limit) {
    this.policy = policy;
    this.limit = limit;
    Map<Long, List<NodeName>> byAddress = new HashMap<>();
    for (Tailnet.Device device : all) {
      device.tag().ifPresent(tag -> meet(tag, device.name()));
      device
          .address()
          .ifPresent(address ->
              byAddress
                  .computeIfAbsent(address.number(), key -> new ArrayList<>())
                  .add(device.name()));
    }
    policy
        .hosts()
        .forEach((alias, address) ->
            byAddress.getOrDefault(address, List.of()).forEach(name -> meet(alias, name)));
    for (Policy.Rule rule : policy.grants()) {
      for (NodeName node : named(rule.dst())) {
        spend(1);
        into.computeIfAbsent(node, key -> new ArrayList<>()).add(rule);
      }
    }
  }

  private void meet(String word, NodeName device) {
    devices.computeIfAbsent(word, key -> new ArrayList<>()).add(device);
  }

  private Set<NodeName> named(Collection<String> words) {
    Set<NodeName> named = new TreeSet<>();
    words.forEach(word -> named.addAll(devices.getOrDefault(word, List.of())));
    return named;
  }

  private void spend(long steps) {
    work += steps;
    if (work > limit) {
      throw new TooMuch();
    }
  }

  /** Everybody who reaches a device; the same object for devices that are reached alike. */
  Row row(NodeName to) {
    List<Policy.Rule> rules = into.getOrDefault(to, List.of());
    return policy.rules()
        ? rows.computeIfAbsent(
            rules.stream().map(Policy.Rule::number).toList(), numbers -> row(rules))
        : ALL_OPEN;
  }

  private Row row(List<Policy.Rule> rules) {
    Heap everybody = new Heap();
    Map<NodeName, Heap> heaps = new TreeMap<>();
    for (Policy.Rule rule : rules) {
      if (rule.src().contains(PolicyReader.EVERYBODY)) {
        everybody.add(rule);
      }
      for (NodeName from : named(rule.src())) {
        spend(1);
        heaps.computeIfAbsent(from, key -> new Heap()).add(rule);
      }
    }
    Access outside = everybody.access();
    Map<NodeName, Access> from = new TreeMap<>();
    heaps.forEach((node, heap) -> from.put(node, heap.access().or(outside)));
    return new Row(from, outside);
  }

  /** Ports that come together. */
  private static final class Heap {
    private final Map<Protocol, List<Span>> spans = new EnumMap<>(Protocol.class);

    void add(Policy.Rule rule) {
      rule.ports()
          .forEach((protocol, more) ->
              spans.computeIfAbsent(protocol, key -> new ArrayList<>()).addAll(more));
    }

    Access access() {
      return new Access(
          Spans.union(spans.getOrDefault(Protocol.TCP, List.of())),
          Spans.union(spans.getOrDefault(Protocol.UDP, List.of())));
    }
  }

  /** Of a device, or of one that is none of the intent; that one has only what everybody has. */
  Access access(Peer from, NodeName to) {
    Row row = row(to);
    return switch (from) {
      case Peer.Node(NodeName name) -> row.from().getOrDefault(name, row.outside());
      case Peer.Outside other -> row.outside();
    };
  }

  /** The grants that let a flow in, by their number. */
  List<Integer> deciding(Peer from, NodeName to, Protocol protocol, int port) {
    return into.getOrDefault(to, List.of()).stream()
        .filter(rule -> isFrom(rule, from))
        .filter(rule ->
            rule.ports().getOrDefault(protocol, List.of()).stream()
                .anyMatch(span -> span.first() <= port && port <= span.last()))
        .map(Policy.Rule::number)
        .toList();
  }

  private boolean isFrom(Policy.Rule rule, Peer from) {
    return rule.src().contains(PolicyReader.EVERYBODY)
        || from instanceof Peer.Node(NodeName name) && named(rule.src()).contains(name);
  }

  /** Who goes to the internet by exit nodes. */
  Set<NodeName> internet() {
    Set<NodeName> users = new TreeSet<>();
    policy.grants().stream()
        .filter(rule -> rule.dst().contains(PolicyReader.INTERNET))
        .forEach(rule -> users.addAll(named(rule.src())));
    return users;
  }

  /** Whether exactly these get in by Tailscale SSH, from each to each. */
  boolean lets(Set<NodeName> from, Set<NodeName> to, Set<String> users) {
    if (from.isEmpty()) {
      return policy.ssh().isEmpty();
    }
    return policy.ssh().size() == 1
        && policy.ssh().stream()
            .allMatch(rule ->
                named(rule.src()).equals(from)
                    && named(rule.dst()).equals(to)
                    && rule.users().equals(users));
  }

  /** The tests of the file itself that fail. */
  List<String> failing() {
    List<String> failing = new ArrayList<>();
    for (Policy.Assertion test : policy.tests()) {
      test.accept().forEach(target -> check(test, target, true).ifPresent(failing::add));
      test.deny().forEach(target -> check(test, target, false).ifPresent(failing::add));
    }
    for (Policy.SshAssertion test : policy.sshTests()) {
      for (String to : test.dst()) {
        Set<String> users = accounts(test.src(), to);
        if (!users.containsAll(test.accept()) || test.deny().stream().anyMatch(users::contains)) {
          failing.add(
              "ssh from %s to %s is as %s, not as its test says".formatted(test.src(), to, users));
        }
      }
    }
    return failing;
  }

  private Set<String> accounts(String from, String to) {
    Set<String> users = new TreeSet<>();
    policy.ssh().stream()
        .filter(rule -> rule.src().contains(from) && rule.dst().contains(to))
        .forEach(rule -> users.addAll(rule.users()));
    return users;
  }

  private Optional<String> check(Policy.Assertion test, Policy.Target target, boolean wanted) {
    Set<NodeName> from = named(List.of(test.src()));
    Set<NodeName> to = named(List.of(target.host()));
    boolean open =
        from.stream()
            .allMatch(source ->
                to.stream()
                    .allMatch(node ->
                        access(new Peer.Node(source), node)
                            .at(test.protocol(), target.port())
                            .isPresent()));
    boolean tried = !from.isEmpty() && !to.isEmpty();
    return tried && open == wanted
        ? Optional.empty()
        : Optional.of(
            "%s to %s/%s: want: %s, got: %s"
                .formatted(
                    test.src(),
                    target,
                    test.protocol().word(),
                    wanted ? "Accept" : "Drop",
                    tried ? open ? "Accept" : "Drop" : "nobody"));
  }
}
