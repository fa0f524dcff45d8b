package io.meshinfra.network.tailscale;

import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a node is told by {@code tailscale set}, and how it is looked at. Not {@code tailscale up},
 * which takes back whatever it is not told, or refuses to.
 *
 * <p>Every word that comes from the intent is a name, an address or a network by its type, none of
 * which means anything to a shell.
 */
public final class NodeScripts {
  /**
   * Prints preferences and status as lines like {@code RouteAll false}. Both are written by Go's
   * {@code json.MarshalIndent}, a value on a line: tabs for {@code debug prefs}, two spaces for
   * {@code status --json} (cmd/tailscale/cli/debug.go and status.go).
   */
  private static final String LOOK =
      """
      command -v tailscale >/dev/null 2>&1 || { echo 'there is no tailscale'; exit 3; }
      prefs=$(tailscale debug prefs 2>&1) || { echo "$prefs"; exit 3; }
      status=$(tailscale status --json --peers=false 2>&1) || { echo "$status"; exit 3; }
      look() {
        printf '%s\\n%s\\n' "$prefs" "$status" | awk '
          function word(line) {
            sub(/^[ \\t]*("[A-Za-z]*": )?/, "", line); sub(/,$/, "", line); gsub(/"/, "", line)
            return line
          }
          /^\\t"(RouteAll|CorpDNS|RunSSH|Hostname|ExitNodeID)": / {
            name = $1; gsub(/[":]/, "", name); print name, word($0)
          }
          /^\\t"AdvertiseRoutes": \\[$/ { inside = "AdvertiseRoutes"; next }
          /^  "BackendState": / { print "BackendState", word($0) }
          /^  "(Self|ExitNodeStatus)": \\{$/ { of = $1; gsub(/[":]/, "", of) }
          /^  \\}/ { of = "" }
          of != "" && /^    "(Tags|TailscaleIPs)": \\[$/ { inside = of; sub(/^ *"/, ""); sub(/".*/, ""); inside = inside $0; next }
          /^[ \\t]*\\]/ { inside = "" }
          inside != "" { print inside, word($0) }
        '
      }
      """;

  private static final String COMPARE =
      """
      have=$(look | grep -E '^(AdvertiseRoutes|CorpDNS|ExitNodeID|ExitNodeStatusTailscaleIPs|Hostname|RouteAll|RunSSH) ' | %s LC_ALL=C sort)
      [ "$have" = "$want" ] || { printf 'want:\\n%%s\\nhave:\\n%%s\\n' "$want" "$have"; exit 3; }
      """;

  private final Intent intent;
  private final MeshNode node;

  public NodeScripts(Intent intent, MeshNode node) {
    this.intent = intent;
    this.node = node;
  }

  /** The flags of {@code tailscale set}, in order. */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add("--hostname=" + node.name());
    flags.add("--accept-dns=" + intent.tailscale().acceptDns());
    flags.add("--accept-routes=" + node.acceptRoutes());
    flags.add("--advertise-exit-node=" + node.exitNode());
    flags.add("--advertise-routes=" + String.join(",", routes()));
    flags.add("--exit-node=" + exit().map(Ipv4::toString).orElse(""));
    flags.add("--ssh=" + ssh());
    return flags;
  }

  private boolean ssh() {
    return !intent.tailscale().sshUsers().isEmpty();
  }

  private List<String> routes() {
    return node.routes().stream().map(Subnet::toString).sorted().toList();
  }

  private Optional<Ipv4> exit() {
    return node.internetBy().map(exit -> intent.nodes().get(exit).address());
  }

  /** Exit code 0 when the preferences are as they shall be, else 3 with both. */
  public String checkPreferences() {
    return LOOK + "want='" + String.join("\n", wanted()) + "'\n" + COMPARE.formatted(without());
  }

  /** The id of the exit node is nothing that the intent knows; its address is compared. */
  private String without() {
    return exit().isPresent() ? "grep -vE '^ExitNodeID |^ExitNodeStatusTailscaleIPs .*:' |" : "";
  }

  private TreeSet<String> wanted() {
    TreeSet<String> wanted = new TreeSet<>();
    wanted.add("CorpDNS " + intent.tailscale().acceptDns());
    wanted.add("Hostname " + node.name());
    wanted.add("RouteAll " + node.acceptRoutes());
    wanted.add("RunSSH " + ssh());
    routes().forEach(route -> wanted.add("AdvertiseRoutes " + route));
    if (node.exitNode()) {
      wanted.add("AdvertiseRoutes 0.0.0.0/0");
      wanted.add("AdvertiseRoutes ::/0");
    }
    wanted.add(
        exit()
            .map(address -> "ExitNodeStatusTailscaleIPs " + address + "/32")
            .orElse("ExitNodeID "));
    return wanted;
  }

  /** The loss of the connection that it warns of is what the guard is for. */
  public String applyPreferences() {
    return "tailscale set --accept-risk=lose-ssh "
        + String.join(" ", flags().stream().map(flag -> "'" + flag + "'").toList())
        + "\n";
  }

  /** Exit code 0 when the node has joined as itself, else 3 with what is amiss. */
  public String checkIdentity() {
    StringBuilder script = new StringBuilder(LOOK).append("amiss=\n");
    require(script, "BackendState Running", "it has not joined the tailnet");
    require(
        script,
        "SelfTags " + Tailnet.tag(node.name()),
        "it does not have the tag " + Tailnet.tag(node.name()));
    script
        .append("look | grep '^SelfTags ' | grep -qvxF 'SelfTags ")
        .append(Tailnet.tag(node.name()))
        .append("' && { echo 'it has tags besides'; amiss=1; }\n");
    if (Tailnet.ADDRESSES.contains(node.address())) {
      require(
          script,
          "SelfTailscaleIPs " + node.address(),
          "its address is not " + node.address() + ", as the intent says");
    }
    return script.append("[ -z \"$amiss\" ] || exit 3\n").toString();
  }

  private static void require(StringBuilder script, String line, String otherwise) {
    script
        .append("look | grep -qxF '")
        .append(line)
        .append("' || { echo '")
        .append(otherwise)
        .append("'; amiss=1; }\n");
  }

  /** Nobody joins a tailnet but a person: the key that it takes is theirs. */
  public String applyIdentity() {
    return "echo 'join by hand: tailscale up --auth-key=file:PATH --advertise-tags="
        + Tailnet.tag(node.name())
        + "; see docs/tailscale.md' >&2\nexit 1\n";
  }

  /** Whether tailscaled has to do without a network interface of its own. */
  public boolean hasNoInterface() {
    List<String> constraints = node.constraints().stream().map(one -> one.value()).toList();
    return constraints.contains("no_tun")
        || constraints.contains("wsl2") && constraints.contains("no_host_admin");
  }
}
