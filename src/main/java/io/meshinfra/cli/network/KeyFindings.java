package io.meshinfra.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.WireguardKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The public keys of nodes beside those of the intent. */
record KeyFindings(List<Found> found) {
  KeyFindings {
    found = List.copyOf(found);
  }

  /** How the two stand to each other. */
  enum Standing {
    SAME,
    NEW,
    REPLACED,
    OTHER,
    NONE,
    UNTOLD
  }

  /**
   * One node.
   *
   * @param key that it has
   * @param why nothing is known, or what to do
   */
  record Found(NodeName node, Standing standing, Optional<WireguardKey> key, String why) {}

  /**
   * @param replace whether another key is taken over
   */
  static KeyFindings of(Intent intent, SortedMap<NodeName, KeyOnNode> answers, boolean replace) {
    List<Found> found = new ArrayList<>();
    answers.forEach(
        (name, answer) -> found.add(of(intent, intent.nodes().get(name), answer, replace)));
    return new KeyFindings(found);
  }

  private static Found of(Intent intent, MeshNode node, KeyOnNode answer, boolean replace) {
    return switch (answer) {
      case KeyOnNode.Untold(String reason) ->
          new Found(node.name(), Standing.UNTOLD, Optional.empty(), reason);
      case KeyOnNode.None none ->
          new Found(node.name(), Standing.NONE, Optional.empty(), "the node has no key");
      case KeyOnNode.Has(String text) -> {
        try {
          yield of(intent, node, WireguardKey.parse(text), replace);
        } catch (IllegalArgumentException e) {
          yield new Found(node.name(), Standing.UNTOLD, Optional.empty(), e.getMessage());
        }
      }
    };
  }

  /** A node may tell anything, also that it has the key of another. */
  private static Found of(Intent intent, MeshNode node, WireguardKey key, boolean replace) {
    Optional<WireguardKey> written = node.wireguard().publicKey();
    Optional<MeshNode> owner =
        intent.nodes().values().stream()
            .filter(other -> !other.name().equals(node.name()))
            .filter(other -> other.wireguard().publicKey().filter(key::equals).isPresent())
            .findFirst();
    if (owner.isPresent()) {
      return new Found(
          node.name(),
          Standing.UNTOLD,
          Optional.empty(),
          "the node says that it has the key of " + owner.get().name());
    }
    if (written.isEmpty()) {
      return new Found(node.name(), Standing.NEW, Optional.of(key), "");
    }
    if (written.get().equals(key)) {
      return new Found(node.name(), Standing.SAME, Optional.of(key), "");
    }
    return replace
        ? new Found(node.name(), Standing.REPLACED, Optional.of(key), "was " + written.get())
        : new Found(
            node.name(),
            Standing.OTHER,
            Optional.of(key),
            "the intent has %s; if the node was set up anew: --replace".formatted(written.get()));
  }

  /** What is to be written. */
  SortedMap<NodeName, WireguardKey> toWrite() {
    SortedMap<NodeName, WireguardKey> keys = new TreeMap<>();
    for (Found one : found) {
      if (one.standing() == Standing.NEW || one.standing() == Standing.REPLACED) {
        keys.put(one.node(), one.key().orElseThrow());
      }
    }
    return Collections.unmodifiableSortedMap(keys);
  }

  int code(boolean written) {
    boolean unknown = found.stream().anyMatch(one -> one.standing() == Standing.UNTOLD);
    boolean left =
        found.stream()
            .anyMatch(one -> one.standing() == Standing.OTHER || one.standing() == Standing.NONE);
    if (unknown) {
      return ExitCode.ERROR;
    }
    return left || !written && !toWrite().isEmpty() ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }

  private static String word(Found one, boolean written) {
    return switch (one.standing()) {
      case SAME -> "in the intent";
      case NEW -> written ? "written" : "not in the intent";
      case REPLACED -> written ? "replaced" : "not in the intent";
      case OTHER -> "another one";
      case NONE -> "no key";
      case UNTOLD -> "unknown";
    };
  }

  Table table(boolean written) {
    Table table = new Table("NODE", "PUBLIC KEY", "STATUS", "WHY");
    found.forEach(one ->
        table.row(
            one.node().value(),
            one.key().map(WireguardKey::base64).orElse(""),
            word(one, written),
            one.why()));
    return table;
  }

  ArrayNode tree(boolean written) {
    ArrayNode list = Tree.mapper().createArrayNode();
    found.forEach(one ->
        list.addObject()
            .put("node", one.node().value())
            .put("publicKey", one.key().map(WireguardKey::base64).orElse(""))
            .put("status", word(one, written))
            .put("why", one.why()));
    return list;
  }
}
