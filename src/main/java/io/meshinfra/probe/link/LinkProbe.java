package io.meshinfra.probe.link;

import io.meshinfra.model.Links;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks a node how its mesh carries packets. Reads only what is no secret, in bounded time and size;
 * a node can lie about itself and do nothing else.
 */
public final class LinkProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long LARGEST_OUTPUT = 4L * 1024 * 1024;

  private static final ShellScript BODY =
      ShellScript.of(
          """
          printf '%s\\tnow\\t%s\\n' "$mesh_mark" "$(date +%s)"
          mesh_limit=
          ! timeout 5 true 2>/dev/null || mesh_limit='timeout 5'
          if command -v tailscale >/dev/null 2>&1; then
            mesh_said=$($mesh_limit tailscale status --json 2>/dev/null | head -c 700000 | base64 | tr -d '\\n')
            printf '%s\\ttailscale\\t%s\\n' "$mesh_mark" "$mesh_said"
          fi
          if command -v wg >/dev/null 2>&1; then
            for mesh_what in endpoints latest-handshakes allowed-ips; do
              $mesh_limit wg show all "$mesh_what" 2>/dev/null | head -n 5000 |
                while IFS= read -r mesh_line; do
                  printf '%s\\t%s\\t%s\\n' "$mesh_mark" "$mesh_what" "$mesh_line"
                done
            done
          fi
          """);

  /** One echo each, all at a time: what is not answered within a second is not told. */
  private static final ShellScript PING =
      ShellScript.of(
          """
          mesh_ping() {
            mesh_said=$($mesh_limit ping -n -c 1 -W 1 "$1" 2>/dev/null | grep -o 'time[=<][0-9.]*' | head -n 1)
            printf '%s\\tping\\t%s\\t%s\\n' "$mesh_mark" "$1" "$mesh_said"
          }
          """);

  private static final ShellScript END =
      ShellScript.of("wait\nprintf '%s\\tend\\n' \"$mesh_mark\"");

  /** Nodes of which one is asked how far they are. */
  public static final int MOST_OTHERS = 40;

  private final Transport transport;
  private final RandomGenerator random;

  /**
   * @param random makes the marker of the answers; what a program prints cannot know it
   */
  public LinkProbe(Transport transport, RandomGenerator random) {
    this.transport = transport;
    this.random = random;
  }

  static ShellScript script(String marker, List<String> others) {
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("mesh_mark={}", marker));
    lines.add(BODY);
    lines.add(PING);
    others.forEach(address -> lines.add(ShellScript.of("mesh_ping {} &", address)));
    lines.add(END);
    return ShellScript.lines(lines);
  }

  /**
   * Blocks until it has answered; a node that does not is told in the notes.
   *
   * @param others addresses in numbers of other nodes; how far these are is asked too
   */
  public Links ask(Target target, List<String> others) {
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    LinkAnswers answers = new LinkAnswers(marker, others);
    Request request = new Request(script(marker, others), TIMEOUT, LARGEST_OUTPUT, answers::line);
    return switch (transport.run(target, request)) {
      case Reply.Unreachable away -> unknown(away.reason());
      case Reply.Refused refused -> unknown(refused.reason());
      case Reply.Broken broken -> unknown(broken.reason());
      case Reply.Ended ended -> answers.links();
    };
  }

  private static Links unknown(String reason) {
    return new Links(List.of(), List.of(reason));
  }
}
