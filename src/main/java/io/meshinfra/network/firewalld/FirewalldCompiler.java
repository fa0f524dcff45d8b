package io.meshinfra.network.firewalld;

import io.meshinfra.network.firewall.Blocks;
import io.meshinfra.network.firewall.Messages;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.InterfaceName;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Grant;
import java.util.List;

/**
 * Writes the three files. Every word that is no constant of this class has a type whose form leaves
 * nothing that means something in XML.
 */
final class FirewalldCompiler {
  private static final String HEAD =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <!-- Kept by mesh-infra, made from the network intent: what is changed here by hand is undone. -->
      """;

  /**
   * Who tells this machine its own addresses, and asks for its groups. That firewalld has no name
   * for such questions, so all messages to the whole link get in, but for those that redirect.
   */
  private static final String OWN_ADDRESSES =
      """
        <rule priority="-1" family="ipv6"><icmp-type name="redirect"/><drop/></rule>
        <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/>\
      <protocol value="ipv6-icmp"/><accept/></rule>
        <rule family="ipv6"><source address="fe80::/10"/>\
      <port port="546" protocol="udp"/><accept/></rule>
      """;

  private final Intent intent;
  private final List<Grant> grants;

  /**
   * @param grants those into the node, without limits
   */
  FirewalldCompiler(Intent intent, List<Grant> grants) {
    this.intent = intent;
    this.grants = List.copyOf(grants);
  }

  String zone() {
    StringBuilder text = new StringBuilder(HEAD).append("<zone target=\"DROP\">\n");
    for (InterfaceName name : intent.mesh().interfaces()) {
      text.append("  <interface name=\"").append(name.value()).append("\"/>\n");
    }
    return text.append("</zone>\n").toString();
  }

  /** What comes in by the mesh, and is known by its address. */
  String mesh() {
    StringBuilder text = policy(-32_000, "mesh-infra");
    for (Grant grant : grants) {
      if (grant.from().outside()) {
        open("<rule>", grant, text);
      } else {
        Blocks.of(
                grant.from().nodes().stream()
                    .map(name -> intent.nodes().get(name).address())
                    .toList())
            .forEach(block ->
                open("<rule family=\"ipv4\"><source address=\"" + block + "\"/>", grant, text));
      }
    }
    return text.append("</policy>\n").toString();
  }

  /** What comes in elsewhere; addresses of the mesh do not count there. */
  String rest() {
    StringBuilder text = policy(-31_000, "ANY");
    text.append(
        "  <rule priority=\"-1\" family=\"ipv4\"><source address=\"%s\"/><drop/></rule>%n"
            .formatted(intent.mesh().network()));
    grants.stream()
        .filter(grant -> grant.from().outside())
        .forEach(grant -> open("<rule>", grant, text));
    return text.append("</policy>\n").toString();
  }

  private static StringBuilder policy(int priority, String from) {
    StringBuilder text =
        new StringBuilder(HEAD)
            .append("<policy priority=\"%d\" target=\"DROP\">%n".formatted(priority))
            .append("  <ingress-zone name=\"%s\"/>%n".formatted(from))
            .append("  <egress-zone name=\"HOST\"/>\n");
    Messages.TAKEN.forEach(type -> message("ipv4", type, text));
    Messages.TAKEN.forEach(type -> message("ipv6", type, text));
    Messages.TAKEN_BY_IPV6.forEach(type -> message("ipv6", type, text));
    return text.append(OWN_ADDRESSES);
  }

  private static void message(String family, String type, StringBuilder text) {
    text.append(
        "  <rule family=\"%s\"><icmp-type name=\"%s\"/><accept/></rule>%n".formatted(family, type));
  }

  private static void open(String rule, Grant grant, StringBuilder text) {
    for (Protocol protocol : grant.protocols()) {
      if (grant.ports().isAll()) {
        text.append(
            "  %s<protocol value=\"%s\"/><accept/></rule>%n".formatted(rule, protocol.word()));
        continue;
      }
      for (PortList.Range range : grant.ports().ranges()) {
        text.append(
            "  %s<port port=\"%s\" protocol=\"%s\"/><accept/></rule>%n"
                .formatted(rule, range, protocol.word()));
      }
    }
  }
}
