package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds out who gets through a filter by sending every sort of packet through it: by every
 * interface and from every address that the filter treats differently.
 */
final class FilterEvaluator {
  /** Stands for every interface that no rule names. */
  static final String OTHER = "any other";

  private final Filter filter;
  private final MeshRange mesh;
  private final RulesBySource bySource;
  private final Map<BitSet, Access> known = new HashMap<>();

  FilterEvaluator(Filter filter, MeshRange mesh) {
    this.filter = filter;
    this.mesh = mesh;
    this.bySource = new RulesBySource(filter.rules());
  }

  /** What some sort of packets may reach. */
  record Sight(Packet packet, Access access) {}

  /**
   * What those may reach who are no node: one for each different answer. When all are treated
   * alike, there is one.
   */
  List<Sight> outside() {
    return different(packet -> mesh.isOutside(packet));
  }

  /** The same of packets that claim to be of the mesh and come in elsewhere. */
  List<Sight> pretending() {
    return different(packet -> mesh.isPretending(packet));
  }

  private List<Sight> different(Predicate<Packet> sort) {
    Map<Access, Packet> first = new LinkedHashMap<>();
    for (String iif : interfaces()) {
      for (OptionalLong source : sources()) {
        Packet packet = new Packet(iif, source, Packet.NEW);
        if (sort.test(packet)) {
          first.putIfAbsent(access(packet), packet);
        }
      }
    }
    return first.entrySet().stream().map(one -> new Sight(one.getValue(), one.getKey())).toList();
  }

  /** What a packet may reach. */
  Access access(Packet packet) {
    BitSet concerned = new BitSet();
    bySource.forEach(
        packet.source(), i -> concerned.set(i, filter.rules().get(i).concerns(packet)));
    return known.computeIfAbsent(concerned, this::access);
  }

  private Access access(BitSet rules) {
    return new Access(spans(rules, Protocol.TCP), spans(rules, Protocol.UDP));
  }

  private Spans spans(BitSet rules, Protocol protocol) {
    Undecided undecided = new Undecided();
    rules.stream()
        .mapToObj(filter.rules()::get)
        .forEach(rule ->
            rule.ports(protocol)
                .ifPresent(ports -> {
                  if (rule.accepts()) {
                    undecided.accept(ports, rule.rate());
                  } else {
                    undecided.drop(ports);
                  }
                }));
    return undecided.end(filter.accepts());
  }

  /** Whether a message of ICMP gets through. */
  boolean accepts(Packet packet, String icmp) {
    return filter.rules().stream()
        .filter(rule -> rule.concerns(packet, icmp))
        .findFirst()
        .map(FilterRule::accepts)
        .orElse(filter.accepts());
  }

  /** One of each sort, but the loopback. */
  Set<String> interfaces() {
    Set<String> names = new TreeSet<>(mesh.interfaces());
    names.add(OTHER);
    matches(Match.Interface.class).forEach(match -> names.addAll(match.names()));
    names.remove("lo");
    return names;
  }

  /** One address of each sort: where a range begins, and behind its end; and one of IPv6. */
  private List<OptionalLong> sources() {
    Set<Long> sources = new TreeSet<>(Set.of(0L));
    matches(Match.Source.class)
        .forEach(match ->
            match
                .ranges()
                .forEach((first, last) -> {
                  sources.add(first);
                  sources.add(last + 1);
                }));
    sources.addAll(mesh.borders());
    sources.remove(1L << 32);
    List<OptionalLong> all = new ArrayList<>(List.of(OptionalLong.empty()));
    sources.forEach(source -> all.add(OptionalLong.of(source)));
    return all;
  }

  private <M extends Match> List<M> matches(Class<M> sort) {
    List<M> matches = new ArrayList<>();
    filter
        .rules()
        .forEach(rule ->
            rule.matches().stream().filter(sort::isInstance).map(sort::cast).forEach(matches::add));
    return matches;
  }

  /** The rule that lets a flow through, or the last of those that let some of it through. */
  List<FilterRule> deciding(Packet packet, Protocol protocol, int port) {
    List<FilterRule> limited = new ArrayList<>();
    for (FilterRule rule : filter.rules()) {
      boolean speaks =
          rule.concerns(packet)
              && rule.ports(protocol).map(ports -> ports.contains(port)).orElse(false);
      if (speaks && rule.rate().isEmpty()) {
        return List.of(rule);
      }
      if (speaks) {
        limited.add(rule);
      }
    }
    return limited;
  }
}
