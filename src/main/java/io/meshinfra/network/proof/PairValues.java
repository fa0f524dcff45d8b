package io.meshinfra.network.proof;

import static io.meshinfra.network.intent.PairVocabulary.ALWAYS_ON;
import static io.meshinfra.network.intent.PairVocabulary.ENFORCED;
import static io.meshinfra.network.intent.PairVocabulary.FROM;
import static io.meshinfra.network.intent.PairVocabulary.GROUPS;
import static io.meshinfra.network.intent.PairVocabulary.MANAGED;
import static io.meshinfra.network.intent.PairVocabulary.NAME;
import static io.meshinfra.network.intent.PairVocabulary.OUTSIDE;
import static io.meshinfra.network.intent.PairVocabulary.ROAMING;
import static io.meshinfra.network.intent.PairVocabulary.ROLES;
import static io.meshinfra.network.intent.PairVocabulary.TO;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Label;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Peer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told of nodes to those who ask for it, and nothing that they do not ask for. */
final class PairValues {
  private final Map<NodeName, Map<String, Object>> nodes = new HashMap<>();
  private final Map<String, Object> outside;

  PairValues(Intent intent) {
    Map<NodeName, List<String>> groups = groups(intent);
    intent
        .nodes()
        .forEach((name, node) -> nodes.put(name, of(node, groups.getOrDefault(name, List.of()))));
    outside =
        Map.of(
            NAME, Peer.OUTSIDE.toString(),
            OUTSIDE, true,
            ROLES, List.of(),
            GROUPS, List.of(),
            MANAGED, false,
            ALWAYS_ON, false,
            ROAMING, false);
  }

  private static Map<NodeName, List<String>> groups(Intent intent) {
    Map<NodeName, List<String>> groups = new HashMap<>();
    intent
        .groups()
        .forEach((group, members) ->
            members.forEach(node -> groups.merge(node, List.of(group.value()), PairValues::both)));
    return groups;
  }

  private static List<String> both(Collection<String> one, Collection<String> other) {
    return Stream.concat(one.stream(), other.stream()).sorted().toList();
  }

  private static Map<String, Object> of(MeshNode node, List<String> groups) {
    return Map.of(
        NAME, node.name().value(),
        OUTSIDE, false,
        ROLES, node.roles().stream().map(Label::value).sorted().toList(),
        GROUPS, groups,
        MANAGED, node.managed(),
        ALWAYS_ON, node.alwaysOn(),
        ROAMING, node.presence() == MeshNode.Presence.ROAMS,
        ENFORCED, !node.firewalls().isEmpty());
  }

  Map<String, Object> from(Peer peer, Set<String> words) {
    return switch (peer) {
      case Peer.Node(NodeName name) -> asked(nodes.get(name), FROM, words);
      case Peer.Outside other -> asked(outside, FROM, words);
    };
  }

  Map<String, Object> to(NodeName node, Set<String> words) {
    return asked(nodes.get(node), TO, words);
  }

  private static Map<String, Object> asked(
      Map<String, Object> known, String side, Set<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(side))
        .collect(
            Collectors.toUnmodifiableMap(
                word -> word, word -> known.get(word.substring(side.length()))));
  }
}
