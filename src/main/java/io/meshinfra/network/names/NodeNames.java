package io.meshinfra.network.names;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the nodes of a mesh are called by others: the whole name first, in lower case. */
public final class NodeNames {
  /** Names of the machine itself, whoever it is. */
  private static final Set<String> OWN =
      Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback");

  /** Such a name is read as an address by whoever looks it up. */
  private static final Pattern NUMBER = Pattern.compile("([0-9]+|0x[0-9a-f]*)");

  private NodeNames() {}

  public static List<String> of(MeshNode node) {
    return Stream.of(node.fqdn().toLowerCase(Locale.ROOT), node.name().value())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** Names that would stand for somebody else. */
  public static List<Finding> mistakes(Intent intent) {
    List<Finding> mistakes = new ArrayList<>();
    Map<String, NodeName> taken = new HashMap<>();
    for (MeshNode node : intent.nodes().values()) {
      for (String name : of(node)) {
        NodeName other = taken.putIfAbsent(name, node.name());
        if (other != null) {
          mistakes.add(
              node.at()
                  .finding(
                      "%s would be a name of %s and of %s; give one of them another fqdn"
                          .formatted(name, other, node.name())));
        }
        if (OWN.contains(name)) {
          mistakes.add(
              node.at().finding(name + " is what every machine calls itself; choose another name"));
        }
        if (NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
          mistakes.add(
              node.at()
                  .finding(
                      "%s would be taken for an address, since it ends with a number; choose another name"
                          .formatted(name)));
        }
      }
    }
    return mistakes;
  }
}
