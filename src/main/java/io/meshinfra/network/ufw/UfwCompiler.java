package io.meshinfra.network.ufw;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Blocks;
import io.meshinfra.network.firewall.Messages;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.InterfaceName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Label;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.matrix.Grant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles what is allowed to the text that ufw gives to {@code iptables-restore}. Every word that
 * is no constant of this class has a type whose form leaves nothing that iptables could take for
 * something else.
 */
final class UfwCompiler {
  private final Intent intent;
  private final List<Grant> grants;

  UfwCompiler(Intent intent, List<Grant> grants) {
    this.intent = intent;
    this.grants = List.copyOf(grants);
  }

  /**
   * @param six whether the file for IPv6 is meant, which only those outside of the mesh have
   */
  String compile(NodeName node, boolean six) {
    List<String> rules = new ArrayList<>();
    int limits = 0;
    for (Grant grant : grants) {
      if (grant.to().nodes().contains(node) && (!six || grant.from().outside())) {
        for (Protocol protocol : grant.protocols()) {
          limits++;
          rules.addAll(rules(grant, protocol, limits));
        }
      }
    }
    String chain = six ? "ufw6" : "ufw";
    StringBuilder text = new StringBuilder(head(chain, six));
    rules.forEach(rule ->
        text.append("-A ").append(chain).append("-before-input ").append(rule).append('\n'));
    return text.append("-A ").append(chain).append("-before-input -j DROP\nCOMMIT\n").toString();
  }

  private List<String> rules(Grant grant, Protocol protocol, int number) {
    String limit =
        grant
            .rate()
            .map(rate ->
                (" -m conntrack --ctstate NEW -m hashlimit --hashlimit-upto %s --hashlimit-burst %d"
                        + " --hashlimit-mode srcip --hashlimit-name mesh%d")
                    .formatted(rate, rate.count(), number))
            .orElse("");
    String end =
        limit + " -m comment --comment \"" + new Label(grant.name()).value() + "\" -j ACCEPT";
    List<String> rules = new ArrayList<>();
    for (String source : sources(grant)) {
      for (String ports : ports(grant.ports())) {
        rules.add(source + "-p " + protocol.word() + ports + end);
      }
    }
    return rules;
  }

  private List<String> sources(Grant grant) {
    if (grant.from().outside()) {
      return List.of("");
    }
    List<Ipv4> addresses =
        grant.from().nodes().stream().map(name -> intent.nodes().get(name).address()).toList();
    return Blocks.of(addresses).stream().map(block -> "-s " + block + " ").toList();
  }

  private static List<String> ports(PortList ports) {
    return ports.isAll()
        ? List.of("")
        : ports.ranges().stream()
            .map(range ->
                range.first() == range.last()
                    ? " --dport " + range.first()
                    : " --dport " + range.first() + ":" + range.last())
            .toList();
  }

  /** What holds before any rule of people; forwarding is left to ufw's own policy. */
  private String head(String chain, boolean six) {
    String template =
        """
        # Kept by mesh-infra, made from the network intent: what is changed here by hand is undone.
        # It decides about all that comes in, so that `ufw allow` has no effect on it.
        *filter
        :CHAIN-before-input - [0:0]
        :CHAIN-before-output - [0:0]
        :CHAIN-before-forward - [0:0]
        """
            + (six ? "" : ":ufw-not-local - [0:0]\n:mesh-infra - [0:0]\n")
            + """
            -A CHAIN-before-output -j ACCEPT
            -A CHAIN-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            """
            + (six ? "" : spoofed())
            + """
            -A CHAIN-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A CHAIN-before-input -m conntrack --ctstate INVALID -j DROP
            -A CHAIN-before-input -i lo -j ACCEPT
            """
            + icmp(six)
            + addresses(six)
            + (six ? "" : "-A ufw-before-input -s " + mesh() + " -j mesh-infra\n");
    return template.replace("CHAIN", chain);
  }

  /** Who tells this machine its own addresses, and asks for its groups. */
  private static String addresses(boolean six) {
    return six
        ? """
        -A CHAIN-before-input -s fe80::/10 -p icmpv6 --icmpv6-type 130 -j ACCEPT
        -A CHAIN-before-input -s fe80::/10 -p udp --sport 547 --dport 546 -j ACCEPT
        """
        : "-A CHAIN-before-input -p udp --sport 67 --dport 68 -j ACCEPT\n";
  }

  private Subnet mesh() {
    return intent.mesh().network();
  }

  /** Addresses of the mesh count only where the mesh comes in. */
  private String spoofed() {
    StringBuilder text = new StringBuilder();
    for (InterfaceName name : intent.mesh().interfaces()) {
      text.append("-A mesh-infra -i ").append(name.value()).append(" -j RETURN\n");
    }
    return text.append("-A mesh-infra -j DROP\n").toString();
  }

  private static String icmp(boolean six) {
    List<String> types = new ArrayList<>(Messages.TAKEN);
    if (six) {
      types.addAll(Messages.TAKEN_BY_IPV6);
    }
    String name = six ? "icmpv6" : "icmp";
    StringBuilder text = new StringBuilder();
    for (String type : types) {
      text.append(
          "-A CHAIN-before-input -p %s --%s-type %s -j ACCEPT%n".formatted(name, name, type));
    }
    return text.toString();
  }
}
