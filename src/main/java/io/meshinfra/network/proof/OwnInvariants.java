package io.meshinfra.network.proof;

import io.meshinfra.expression.Expression;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.OwnInvariant;
import io.meshinfra.network.intent.PairVocabulary;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks conditions of the matrix. Those of whom a condition says the same are asked for once: with
 * conditions on roles and groups, thousands of nodes are some dozens of questions. The rest of the
 * work is counted and ends at a limit, for all conditions together.
 */
final class OwnInvariants {
  /** Evaluations: some seconds. */
  private static final int MOST_ASKED = 100_000;

  /** Looks at two of which it may be known already: some seconds. */
  private static final long MOST_PAIRS = 20_000_000;

  private static final int MOST_TOLD = 5;
  private static final int LONGEST = 120;

  private final Intent intent;
  private final Matrix matrix;
  private final PairValues values;
  private final List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
  private int asked;
  private long pairs;

  OwnInvariants(Intent intent, Matrix matrix) {
    this.intent = intent;
    this.matrix = matrix;
    this.values = new PairValues(intent);
    intent.nodes().keySet().forEach(node -> peers.add(new Peer.Node(node)));
  }

  /** Nodes of which the condition knows no difference. */
  private record Alike(Map<String, Object> to, int row) {}

  /** What the condition may be told of two; the access only where it asks for it. */
  private record Pair(Map<String, Object> from, Map<String, Object> to, Optional<Access> access) {}

  private static final class TooMuch extends Exception {
    private static final long serialVersionUID = 1;
  }

  InvariantCheck check(OwnInvariant own) {
    try {
      return InvariantCheck.of(own.name().value(), own.at(), broken(own));
    } catch (TooMuch e) {
      return InvariantCheck.of(
          own.name().value(),
          own.at(),
          List.of(
              "there is too much to ask; speak of roles and groups, not of names, or ask for less"));
    }
  }

  private List<String> broken(OwnInvariant own) throws TooMuch {
    List<String> broken = new ArrayList<>();
    Map<Pair, Expression.Answer> known = new HashMap<>();
    int more = 0;
    for (List<NodeName> alike : alike(own).values()) {
      Map<Expression.Answer, Told> told = new LinkedHashMap<>();
      for (Peer from : peers) {
        if (alike.size() == 1 && from.equals(new Peer.Node(alike.getFirst()))) {
          continue;
        }
        Pair pair = pair(own, from, alike.getFirst());
        Expression.Answer answer = known.get(pair);
        if (answer == null) {
          answer = ask(own, pair);
          known.put(pair, answer);
        }
        if (!answer.equals(new Expression.Answer.Said(true))) {
          told.computeIfAbsent(answer, key -> new Told(alike, new ArrayList<>())).from().add(from);
        }
      }
      for (Map.Entry<Expression.Answer, Told> one : told.entrySet()) {
        if (broken.size() < MOST_TOLD) {
          broken.add(own.message() + ": " + told(own, one.getKey(), one.getValue()));
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      broken.add(own.message() + ": and " + more + " more");
    }
    return broken;
  }

  private record Told(List<NodeName> to, List<Peer> from) {}

  /** Nodes of which it is asked alike, and that are reached alike. */
  private Map<Alike, List<NodeName>> alike(OwnInvariant own) {
    Map<Row, Integer> rows = new IdentityHashMap<>();
    Map<Alike, List<NodeName>> alike = new LinkedHashMap<>();
    for (NodeName node : intent.nodes().keySet()) {
      int row = rows.computeIfAbsent(matrix.rows().get(node), key -> rows.size());
      Alike key = new Alike(values.to(node, own.condition().words()), row);
      alike.computeIfAbsent(key, none -> new ArrayList<>()).add(node);
    }
    return alike;
  }

  private Pair pair(OwnInvariant own, Peer from, NodeName to) throws TooMuch {
    if (++pairs > MOST_PAIRS) {
      throw new TooMuch();
    }
    boolean ports = own.condition().words().stream().anyMatch(OwnInvariants::isPorts);
    return new Pair(
        values.from(from, own.condition().words()),
        values.to(to, own.condition().words()),
        ports ? Optional.of(access(from, to)) : Optional.empty());
  }

  private Access access(Peer from, NodeName to) {
    Row row = matrix.rows().get(to);
    return row == null ? Access.NONE : row.of(from);
  }

  private static boolean isPorts(String word) {
    return !word.startsWith(PairVocabulary.FROM) && !word.startsWith(PairVocabulary.TO);
  }

  private Expression.Answer ask(OwnInvariant own, Pair pair) throws TooMuch {
    if (++asked > MOST_ASKED) {
      throw new TooMuch();
    }
    Map<String, Object> all = new HashMap<>(pair.from());
    all.putAll(pair.to());
    pair.access()
        .ifPresent(access -> {
          for (Protocol protocol : Protocol.values()) {
            all.put(protocol.word(), new AskedPorts(access.of(protocol)));
          }
        });
    return own.condition().of(all);
  }

  /** With the ports that the condition speaks of. */
  private String told(OwnInvariant own, Expression.Answer answer, Told told) {
    Access access = access(told.from().getFirst(), told.to().getFirst());
    List<String> ports = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      if (own.condition().words().contains(protocol.word()) && !access.of(protocol).isEmpty()) {
        ports.add(protocol.word() + " " + access.of(protocol));
      }
    }
    String flow = names(told.from()) + " -> " + names(told.to());
    if (!ports.isEmpty()) {
      flow += ": " + cut(String.join("; ", ports));
    }
    return switch (answer) {
      case Expression.Answer.Said said -> flow;
      case Expression.Answer.Untold(String reason) ->
          flow + "; that could not be told: " + cut(reason);
    };
  }

  private static String names(List<?> names) {
    String first = String.join(", ", names.stream().limit(3).map(Object::toString).toList());
    return names.size() > 3 ? first + " and %d more".formatted(names.size() - 3) : first;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
