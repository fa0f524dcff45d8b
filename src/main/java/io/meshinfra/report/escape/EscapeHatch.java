package io.meshinfra.report.escape;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text for the day on which nothing works any more. It is made from the desired state alone and
 * holds no secret, so it can be printed, and kept where no mesh is needed to read it.
 *
 * <p>A text has one part for each node, which begins with a line of its own; so a part can be taken
 * out of a text that was kept.
 */
public final class EscapeHatch {
  private static final String NODE = "== NODE ";
  private static final String NO_HUB = "== WITHOUT THE HUB";

  /**
   * Of the fleet as a whole.
   *
   * @param backups files of the repository with WireGuard configurations for emergencies
   */
  public record Kept(List<String> backups) {
    public static final String FOLDER = "infra/backup/wg";

    public Kept {
      backups = List.copyOf(backups);
    }
  }

  private EscapeHatch() {}

  /** All of it, for all nodes. */
  public static String text(Fleet fleet, Kept kept) {
    StringBuilder out = new StringBuilder();
    out.append("ESCAPE HATCH of the fleet %s at %s%n".formatted(fleet.name(), revision(fleet)));
    out.append(
        """
        Holds no secret. Needed: a key that the nodes know, and this text. A way in that does not answer
        within 5 seconds leads nowhere just now: take the next one.

        == BEFORE ALL ELSE
        Have the host keys at hand, so that no other machine is taken for one of the fleet:
        cat >mesh_known_hosts <<'END'
        """);
    for (FleetNode node : fleet.nodes().values()) {
      new NodePart(node, kept).knownHosts().forEach(line -> out.append(line + "\n"));
    }
    out.append(
        """
        END
        When a hub is alive somewhere, keep it from undoing what you do by hand:
          mesh break-glass NODE --reason TEXT --ttl 2h      or, for long: mesh suspend NODE --reason TEXT
        """);
    fleet.nodes().values().forEach(node -> out.append("\n").append(part(node, kept)));
    return out.append("\n").append(withoutHub()).toString();
  }

  private static String revision(Fleet fleet) {
    return fleet.revision().abbreviated();
  }

  private static String part(FleetNode node, Kept kept) {
    return NODE + node.name() + "\n" + new NodePart(node, kept).text();
  }

  private static String withoutHub() {
    return NO_HUB
        + """

        Nodes keep running, and keep what they were last in sync with. On each, as root, without network:
          sh /var/lib/mesh-infra/mesh verify         what differs
          sh /var/lib/mesh-infra/mesh apply          puts it right
          sh /var/lib/mesh-infra/rollback list       what was changed last; rollback to N undoes it
        A new hub, on any machine, with its settings and its SSH identity (docs/backup.md):
          systemctl stop YOUR-HUB-UNIT               the old one must not run any more
          MESH_HOME=/var/lib/mesh-infra-hub mesh restore hub.backup
          mesh serve
          mesh audit verify && mesh get nodes
        Without a backup: mesh serve with the repository and the SSH identity is enough; history, approvals
        and suspensions are gone, and nothing is done twice (docs/hub-loss.md).
        """;
  }

  /** The part of one node and what holds for all, out of a whole text; empty when it has none. */
  public static Optional<String> ofNode(String text, NodeName node) {
    List<String> taken = new ArrayList<>();
    boolean wanted = true;
    boolean found = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        boolean other = line.startsWith(NODE);
        boolean itself = line.equals(NODE + node);
        wanted = !other || itself;
        found |= itself;
      }
      if (wanted) {
        taken.add(line);
      }
    }
    return found ? Optional.of(String.join("\n", taken) + "\n") : Optional.empty();
  }
}
