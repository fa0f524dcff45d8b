package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two firewalled nodes and a hub in a process of its own. The network of the lab stands for the
 * mesh. Beside it, node {@code a} has a public address, which {@code b} and this machine reach from
 * addresses that are no node's.
 */
final class NetworkLab implements AutoCloseable {
  static final String INTENT = "infra/policy/intent/network.yaml";

  final Lab lab;
  final FleetRepository repository;
  final HubProcess hub;
  private final int id;

  NetworkLab(int id, Path folder, Map<String, String> settings) {
    this.id = id;
    lab = Lab.up(id, "a:apt,b:apt");
    repository = new FleetRepository(folder);
    Map<String, String> all = new HashMap<>(settings);
    all.put("MESH_SOURCE_REMOTE", repository.bare().toString());
    all.put("MESH_SOURCE_INTERVAL", "1s");
    all.put("MESH_SSH_IDENTITIES", lab.key().toString());
    all.put("MESH_SSH_CONNECT_TIMEOUT", "2s");
    all.put("MESH_LOOP_RETRY_FIRST", "1s");
    hub = new HubProcess(folder, all);
    givePublicAddresses();
  }

  /** Of node {@code a}. */
  String publicAddress() {
    return "203.0.113." + id;
  }

  private String hubOutside() {
    return "198.51.100." + id;
  }

  private String bOutside() {
    return "198.51.101." + id;
  }

  /** This machine as the nodes see it. */
  private String console() {
    return "10.%d.255.254".formatted(77 + id);
  }

  private void givePublicAddresses() {
    String bridge = "meshlab" + id; // addresses and routes end with it
    here("ip", "addr", "add", hubOutside() + "/32", "dev", bridge);
    here(
        "ip",
        "route",
        "replace",
        publicAddress() + "/32",
        "via",
        lab.address("a"),
        "dev",
        bridge,
        "src",
        hubOutside());
    lab.sh(
        "a",
        "ip addr add %s/32 dev eth0; ip route add %s/32 via %s; ip route add %s/32 via %s"
            .formatted(publicAddress(), hubOutside(), console(), bOutside(), lab.address("b")));
    lab.sh(
        "b",
        "ip addr add %s/32 dev eth0; ip route add %s/32 via %s src %s"
            .formatted(bOutside(), publicAddress(), lab.address("a"), bOutside()));
  }

  private static void here(String... command) {
    try {
      assertEquals(
          0, new ProcessBuilder(command).inheritIO().start().waitFor(), List.of(command)::toString);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Nodes as the lab has them, but for the emergency port of {@code a}, which is public. */
  String nodes() {
    return lab.manifests()
        .lines()
        .map(line ->
            line.contains("name: emergency")
                ? line.replace(lab.address("a") + ",", publicAddress() + ",")
                : line)
        .collect(java.util.stream.Collectors.joining("\n", "", "\n"));
  }

  String intent() {
    return """
    version: 1
    mesh: {network: 10.%d.0.0/16, interfaces: [eth0]}
    back_ends: [nftables]
    nodes:
      console: {internal_ip: %s, roles: [hub], managed: false}
      a: {internal_ip: %s, roles: [server]}
      b: {internal_ip: %s, roles: [workstation]}
    access_policy:
      - {name: site, from: "*", to: role:server, ports: 443}
      - {name: web, from: role:workstation, to: role:server, ports: 8000}
    security_invariants: [admin_ports_never_public, default_deny_inbound]
    """
        .formatted(77 + id, console(), lab.address("a"), lab.address("b"));
  }

  /** Pushes the fleet; the revision. */
  String publish(Map<String, String> more) {
    repository
        .write("nodes.yaml", nodes())
        .write(INTENT, intent())
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: network}
            spec: {interval: 10s}
            """);
    more.forEach(repository::write);
    return repository.write("count", Long.toString(System.nanoTime())).push("publish");
  }

  HubDoor start() {
    hub.start();
    return hub.door();
  }

  @Override
  public void close() {
    hub.close();
    lab.close();
  }
}
