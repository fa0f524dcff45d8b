package io.meshinfra.support;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Four nodes in four networks, with a router between them that lets nobody call into two of them by
 * UDP, as a router at home does. This machine stands for the program on the node {@code hub}: what
 * it sends into the mesh leaves from there.
 */
public final class LabMesh implements AutoCloseable {
  public static final List<String> NODES = List.of("hub", "web", "laptop", "edge");
  private static final List<Integer> PORTS = List.of(22, 8000, 8001);

  private final Lab lab;
  private final String net;

  /** Of the networks that the nodes are in, and of the mesh: two of these do not meet. */
  private final String outer;

  private final String inner;

  private LabMesh(Lab lab) {
    this.lab = lab;
    this.net = "10." + (77 + lab.id());
    this.outer = "192.168." + lab.id();
    // Labs have 10.77.0.0/16 and what comes after it.
    this.inner = lab.id() < 77 ? "10." + lab.id() + ".0" : "172.28." + lab.id();
  }

  public static LabMesh up(int id) {
    LabMesh mesh = new LabMesh(Lab.up(id, "hub:apt,web:apt,laptop:apt,edge:apt,router:apt"));
    mesh.plugIn();
    return mesh;
  }

  public Lab lab() {
    return lab;
  }

  public String sh(String node, String line) {
    return lab.sh(node, line);
  }

  /** Outside of the mesh. */
  public String address(String node) {
    return switch (node) {
      case "web" -> outer + ".10";
      case "laptop" -> outer + ".70";
      case "edge" -> outer + ".130";
      default -> lab.address(node);
    };
  }

  /** In the mesh. */
  public String inside(String node) {
    return inner + "." + (NODES.indexOf(node) + 1);
  }

  /** Each its own network of 64 addresses, of which the router has the first. */
  private void plugIn() {
    String router = lab.address("router");
    String host = net + ".255.254";
    sh(
        "router",
        """
        sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
        for a in 1 65 129; do ip address add %1$s.$a/26 dev eth0; done
        nft -f - <<'END'
        table ip home {
          chain forward {
            type filter hook forward priority 0; policy accept;
            ct state established,related accept
            ip daddr { %1$s.64-%1$s.255 } meta l4proto udp drop
          }
        }
        table ip cut { chain forward { type filter hook forward priority -10; policy accept; }; }
        END
        """
            .formatted(outer));
    sh(
        "hub",
        "ip route add %s.0/24 via %s; sysctl -qw net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.eth0.accept_redirects=0"
            .formatted(outer, router));
    host("ip", "route", "replace", outer + ".0/24", "via", router);
    host("ip", "route", "replace", inner + ".0/24", "via", lab.address("hub"));
    sh(
        "hub",
        """
        sysctl -qw net.ipv4.conf.eth0.forwarding=1
        ip rule add iif wg0 to %1$s priority 100 lookup main
        nft 'table ip here { chain post { type nat hook postrouting priority srcnat; oifname "wg0" ip saddr %1$s masquerade; }; }'
        """
            .formatted(host));
    for (String node : List.of("web", "laptop", "edge")) {
      int first = Integer.parseInt(address(node).split("\\.")[3]) / 64 * 64 + 1;
      sh(
          node,
          """
          ip address flush dev eth0
          ip address add %s/26 dev eth0
          ip route replace default via %s.%d
          sysctl -qw net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.eth0.accept_redirects=0
          """
              .formatted(address(node), outer, first));
    }
    NODES.forEach(this::serve);
  }

  /** Something to reach, until the node boots again. */
  public void serve(String node) {
    for (int port : List.of(8000, 8001)) {
      sh(node, "systemd-run -q --unit=web%d python3 -m http.server %d".formatted(port, port));
    }
    sh(node, "echo 'Port 2200' >/etc/ssh/sshd_config.d/primary.conf && systemctl restart ssh");
  }

  private static void host(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Three ways in each, the mesh the second. */
  public String manifests() {
    StringBuilder manifests = new StringBuilder();
    for (String node : NODES) {
      manifests.append(
          """
          ---
          apiVersion: mesh-infra/v1
          kind: Node
          metadata: {name: %1$s}
          spec:
            presence: on-demand
            access:
              - ssh: {host: %2$s, port: 2200, name: primary}
              - wireguard: %3$s
              - ssh: {host: %2$s, port: 2222, name: emergency}
            hostKeys: ["%4$s"]
            user: mesh-ops
            become: sudo
          """
              .formatted(
                  node, address(node), inside(node), lab.target(node).hostKeys().getFirst()));
    }
    return manifests.toString();
  }

  /** Without keys. */
  public String intent(String rules) {
    return """
    # kept comment
    version: 1
    mesh: {network: %1$s.0/24, interfaces: [wg0], listen: [51820]}
    back_ends: [nftables, wireguard]
    nodes:
      hub: {internal_ip: %1$s.1, roles: [hub]}
      web: {internal_ip: %1$s.2, roles: [server]}
      laptop:
        internal_ip: %1$s.3      # comes and goes
        roles: [workstation]
        roaming: true
      edge: {internal_ip: %1$s.4, roles: [workstation], roaming: true}
    access_policy:
    %2$s
    security_invariants: [admin_ports_never_public, default_deny_inbound]
    """
        .formatted(inner, rules);
  }

  /** Whether every node hears from the hub through its tunnel. */
  public boolean tunnelsAreUp() {
    return NODES.stream()
        .allMatch(
            node -> sh(node, "ping -q -c 1 -W 1 " + inside("hub") + " >/dev/null && echo up").equals("up\n"));
  }

  /**
   * What gets through the tunnels, as {@code from -> to:port}, each tried from inside of a node.
   */
  public Set<String> measured() {
    Set<String> through = new TreeSet<>();
    for (String from : NODES) {
      StringBuilder tries = new StringBuilder();
      for (String to : NODES) {
        for (int port : PORTS) {
          if (!to.equals(from)) {
            tries.append(
                "(timeout 4 bash -c '</dev/tcp/%s/%d' 2>/dev/null && echo '%s -> %s:%d') &%n"
                    .formatted(inside(to), port, from, to, port));
          }
        }
      }
      sh(from, tries + "wait").lines().forEach(through::add);
    }
    return through;
  }

  /** The same by the matrix of the intent. */
  public Set<String> meant(PlannedNetwork network) {
    Set<String> allowed = new TreeSet<>();
    for (String from : NODES) {
      for (String to : NODES) {
        for (int port : PORTS) {
          boolean open =
              network
                  .matrix()
                  .access(new Peer.Node(new NodeName(from)), new NodeName(to))
                  .at(Protocol.TCP, port)
                  .isPresent();
          if (open && !to.equals(from)) {
            allowed.add("%s -> %s:%d".formatted(from, to, port));
          }
        }
      }
    }
    return allowed;
  }

  /** Drops packets between networks from now on, also of flows that are there. */
  public void cut(String match) {
    sh("router", "nft add rule ip cut forward " + match + " drop");
  }

  public void heal() {
    sh("router", "nft flush chain ip cut forward");
  }

  /** Gives root of a node the key that opens all of them. */
  public void logsIn(String node) throws IOException {
    sh(
        node,
        "install -d -m 700 /root/.ssh; umask 077; echo %s | base64 -d >/root/.ssh/id_ed25519"
            .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(lab.key()))));
  }

  public void reboot(String node) {
    lab.lab("reboot", node, "--no-wait");
  }

  @Override
  public void close() {
    lab.close();
  }
}
