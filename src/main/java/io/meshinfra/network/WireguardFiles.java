package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.WireguardKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tunnels of a node: its key, made there and never leaving it, and, once the intent has the
 * public one, the file and the unit of {@code wg-quick} that keeps them up. The file holds no
 * secret.
 */
final class WireguardFiles implements FilesByIntent {
  private static final String PACKAGE = "package:wireguard-tools";
  private static final String KEY = "shell:" + WireguardScripts.KEY;
  private static final String CONFIG = "/etc/wireguard/wg0.conf";
  private static final String RELOAD = "/etc/wireguard/mesh-reload";
  private static final String FOLDER = "/etc/systemd/system/wg-quick@wg0.service.d";
  private static final String EARLY = "/etc/wireguard/mesh-internet";
  private static final String EARLY_UNIT = "/etc/systemd/system/mesh-internet.service";
  private static final String DROP_IN = FOLDER + "/mesh.conf";

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    if (!node.backEnds().contains(BackEnd.WIREGUARD)) {
      return List.of();
    }
    Written written = new Written(node.at());
    List<Yaml> resources =
        new ArrayList<>(List.of(tools(network, written, node), key(written, node)));
    String config = network.wireguard().files().get(node.name());
    if (config != null) {
      resources.addAll(tunnels(network, written, node, config));
    }
    return resources;
  }

  private static Yaml tools(PlannedNetwork network, Written written, MeshNode node) {
    List<String> names = new ArrayList<>(List.of("wireguard-tools"));
    if (node.wireguard().userspace()) {
      names.add("wireguard-go");
    }
    if (leaves(network, node) || network.wireguard().letsOut(node.name())) {
      names.add("nftables");
    }
    return written.map("package", written.map("names", written.list(names.toArray(String[]::new))));
  }

  /** Whether its packets to the internet go into a tunnel. */
  private static boolean leaves(PlannedNetwork network, MeshNode node) {
    return network.wireguard().internetBy().containsKey(node.name());
  }

  private static Yaml key(Written written, MeshNode node) {
    Object[] body = {
      "name", written.word(WireguardScripts.KEY),
      "check", written.word(WireguardScripts.CHECK_KEY),
      "apply", written.word(WireguardScripts.MAKE_KEY)
    };
    List<Object> all = new ArrayList<>(List.of(body));
    node.wireguard()
        .publicKey()
        .map(WireguardKey::base64)
        .ifPresent(key -> all.addAll(List.of("env", written.map("PUBLIC_KEY", written.word(key)))));
    return written.map("shell", written.map(all.toArray()), "after", written.list(PACKAGE));
  }

  private static List<Yaml> tunnels(
      PlannedNetwork network, Written written, MeshNode node, String config) {
    List<Yaml> forwarding =
        node.routes().isEmpty() && !network.wireguard().letsOut(node.name())
            ? List.of()
            : List.of(
                written.map(
                    "sysctl",
                    written.map(
                        "key", written.word("net.ipv4.ip_forward"), "value", written.word("1"))));
    List<Yaml> early = leaves(network, node) ? early(written) : List.of();
    return Stream.of(
            forwarding.stream(),
            early.stream(),
            Stream.of(
                file(written, RELOAD, WireguardScripts.RELOAD, "0700"),
                written.map("directory", written.map("path", written.word(FOLDER))),
                file(written, DROP_IN, WireguardScripts.DROP_IN, "0644"),
                file(written, CONFIG, config, "0600"),
                service(written)))
        .flatMap(given -> given)
        .toList();
  }

  /** What keeps packets from leaving in the clear while the machine boots. */
  private static List<Yaml> early(Written written) {
    return List.of(
        file(written, EARLY, WireguardScripts.EARLY, "0700"),
        file(written, EARLY_UNIT, WireguardScripts.EARLY_UNIT, "0644"),
        written.map(
            "service",
            written.map("name", written.word("mesh-internet"), "enabled", written.word("true")),
            "after",
            written.list("file:" + EARLY, "file:" + EARLY_UNIT),
            "guard",
            written.word("true")));
  }

  private static Yaml file(Written written, String path, String content, String mode) {
    return written.map(
        "file",
        written.map(
            "path", written.word(path),
            "content", written.word(content),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word(mode)),
        "after",
        written.list(PACKAGE, KEY),
        "guard",
        written.word("true"));
  }

  private static Yaml service(Written written) {
    return written.map(
        "service",
        written.map(
            "name", written.word("wg-quick@wg0"),
            "running", written.word("true"),
            "enabled", written.word("true"),
            "reloadOn", written.list("file:" + CONFIG, "file:" + RELOAD, "file:" + DROP_IN)),
        "after",
        written.list(PACKAGE, KEY),
        "guard",
        written.word("true"));
  }
}
