package io.meshinfra.probe;

import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks nodes for the public key of WireGuard that belongs to the private one there. Only when
 * somebody asks. The private key is read on the node and leaves it not even hashed.
 */
public final class TunnelKeyProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long LARGEST_OUTPUT = 4096;

  /** One row, of this form only; what else a node says is not looked at, but counted. */
  private static final Pattern ROW =
      Pattern.compile("mesh-tunnel-key\t(?:public\t([A-Za-z0-9+/]{43}=)|(none|broken))");

  private static final ShellScript ASK =
      ShellScript.of(
          """
          key=/etc/wireguard/mesh.key
          if [ ! -s "$key" ] || ! command -v wg >/dev/null 2>&1; then
            printf 'mesh-tunnel-key\\tnone\\n'
          elif public=$(wg pubkey <"$key" 2>/dev/null); then
            printf 'mesh-tunnel-key\\tpublic\\t%s\\n' "$public"
          else
            printf 'mesh-tunnel-key\\tbroken\\n'
          fi
          """);

  private final Transport transport;

  public TunnelKeyProbe(Transport transport) {
    this.transport = transport;
  }

  public KeyOnNode ask(Target target) {
    List<String> rows = new ArrayList<>();
    Reply reply = transport.run(target, new Request(ASK, TIMEOUT, LARGEST_OUTPUT, rows::add));
    return switch (reply) {
      case Reply.Unreachable away -> new KeyOnNode.Untold(away.reason());
      case Reply.Refused refused -> new KeyOnNode.Untold(refused.reason());
      case Reply.Broken broken ->
          new KeyOnNode.Untold("the question broke off: " + broken.reason());
      case Reply.Ended ended -> read(rows);
    };
  }

  private static KeyOnNode read(List<String> rows) {
    if (rows.size() != 1) {
      return new KeyOnNode.Untold(
          "the node answered %d lines, and one is meant".formatted(rows.size()));
    }
    Matcher row = ROW.matcher(rows.getFirst());
    if (!row.matches()) {
      return new KeyOnNode.Untold("the node answered " + Printable.quote(rows.getFirst()));
    }
    if (row.group(1) != null) {
      return new KeyOnNode.Has(row.group(1));
    }
    return row.group(2).equals("none")
        ? new KeyOnNode.None()
        : new KeyOnNode.Untold("/etc/wireguard/mesh.key is no key; remove it by hand");
  }
}
