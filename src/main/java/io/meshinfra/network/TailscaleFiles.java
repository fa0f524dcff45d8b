package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.tailscale.NodeScripts;
import java.util.ArrayList;
import java.util.List;

/**
 * The daemon, and what {@code tailscale set} tells it. Whether the node has joined is only looked
 * at.
 */
final class TailscaleFiles implements FilesByIntent {
  private static final String DAEMON = "/etc/default/tailscaled";

  /** As the package has it (cmd/tailscaled/tailscaled.defaults), with the flag. */
  private static final String WITHOUT_INTERFACE =
      """
      # Written by mesh-infra: this machine has no network interface for Tailscale.
      PORT="41641"
      FLAGS="--tun=userspace-networking"
      """;

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    if (!node.backEnds().contains(BackEnd.TAILSCALE)) {
      return List.of();
    }
    NodeScripts scripts = new NodeScripts(network.intent(), node);
    Written written = new Written(node.at());
    List<Yaml> given = new ArrayList<>();
    given.add(written.map("package", written.map("names", written.list("tailscale"))));
    if (scripts.hasNoInterface()) {
      given.add(daemon(written));
    }
    given.add(service(written, scripts.hasNoInterface()));
    given.add(preferences(written, scripts));
    given.add(identity(written, scripts));
    return given;
  }

  private static Yaml daemon(Written written) {
    return written.map(
        "file",
        written.map(
            "path", written.word(DAEMON),
            "content", written.word(WITHOUT_INTERFACE),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word("0644")),
        "after",
        written.list("package:tailscale"),
        "guard",
        written.word("true"));
  }

  private static Yaml service(Written written, boolean configured) {
    Yaml spec =
        configured
            ? written.map(
                "name", written.word("tailscaled"),
                "running", written.word("true"),
                "enabled", written.word("true"),
                "restartOn", written.list("file:" + DAEMON))
            : written.map(
                "name", written.word("tailscaled"),
                "running", written.word("true"),
                "enabled", written.word("true"));
    return written.map(
        "service", spec, "after", written.list("package:tailscale"), "guard", written.word("true"));
  }

  private static Yaml preferences(Written written, NodeScripts scripts) {
    return written.map(
        "shell",
        written.map(
            "name", written.word("tailscale"),
            "check", written.word(scripts.checkPreferences()),
            "apply", written.word(scripts.applyPreferences())),
        "after",
        written.list("service:tailscaled"),
        "guard",
        written.word("true"));
  }

  private static Yaml identity(Written written, NodeScripts scripts) {
    return written.map(
        "shell",
        written.map(
            "name", written.word("tailscale-identity"),
            "check", written.word(scripts.checkIdentity()),
            "apply", written.word(scripts.applyIdentity())),
        "mode",
        written.word("observe"),
        "after",
        written.list("service:tailscaled"));
  }
}
