package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.firewall.Compiled;
import io.meshinfra.network.firewall.Firewall;
import io.meshinfra.network.firewall.FirewallProof;
import io.meshinfra.network.firewall.Ruleset;
import io.meshinfra.network.firewalld.FirewalldFirewall;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Row;
import io.meshinfra.network.nftables.NftFirewall;
import io.meshinfra.network.ufw.UfwFirewall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles the firewalls of all nodes that shall have one, and proves each. */
public final class Firewalls {
  private static final List<Firewall> KNOWN =
      List.of(new NftFirewall(), new FirewalldFirewall(), new UfwFirewall());

  /** In characters; a larger one comes from a rule that names thousands of scattered addresses. */
  private static final int LARGEST = 1024 * 1024;

  private static final int MOST_TOLD = 5;

  private static final String BEFORE_UFW =
      "tailscaled lets in what comes by its interface before ufw is asked";

  private final Intent intent;
  private final List<Grant> grants;
  private final Matrix matrix;
  private final List<Finding> findings;
  private final Map<NodeName, List<Integer>> into;
  private final Map<Alike, Compiled> made = new HashMap<>();
  private final Map<Alike, Proved> proofs = new HashMap<>();

  Firewalls(Intent intent, List<Grant> grants, Matrix matrix, List<Finding> findings) {
    this.intent = intent;
    this.grants = List.copyOf(grants);
    this.matrix = matrix;
    this.findings = findings;
    this.into = byTarget(this.grants);
  }

  /** The one of that name. */
  public static Firewall of(BackEnd backEnd) {
    return KNOWN.stream()
        .filter(firewall -> firewall.backEnd() == backEnd)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(backEnd + " is no firewall"));
  }

  /**
   * What no proof sees: tailscaled lets in whatever comes by its interface, by a rule of iptables
   * before those of ufw. Other firewalls have tables of their own.
   */
  static List<Finding> traps(Intent intent) {
    boolean tailscale = byTailscale(intent);
    return intent.nodes().values().stream()
        .filter(node -> tailscale && node.backEnds().contains(BackEnd.UFW))
        .map(node ->
            node.at()
                .finding(
                    "tailscaled lets in what comes by its interface before ufw on %s is asked; use nftables, or tailscale set --netfilter-mode=off there"
                        .formatted(node.name())))
        .toList();
  }

  private static boolean byTailscale(Intent intent) {
    return intent.mesh().interfaces().stream()
        .anyMatch(name -> name.value().startsWith("tailscale"));
  }

  /**
   * Nodes that are reached alike have the same files, which are made, read back and proved once.
   *
   * @param grants which ones are about the nodes, by their places among all
   */
  private record Alike(BackEnd backEnd, List<Integer> grants) {}

  /** What was meant, and where the files differ from that. */
  private record Proved(Row meant, List<String> differences) {}

  private static Map<NodeName, List<Integer>> byTarget(List<Grant> grants) {
    Map<NodeName, List<Integer>> into = new HashMap<>();
    for (int i = 0; i < grants.size(); i++) {
      for (NodeName node : grants.get(i).to().nodes()) {
        into.computeIfAbsent(node, name -> new ArrayList<>()).add(i);
      }
    }
    return into;
  }

  private Alike alike(MeshNode node, Firewall firewall) {
    return new Alike(firewall.backEnd(), into.getOrDefault(node.name(), List.of()));
  }

  private Compiled compile(MeshNode node, Firewall firewall) {
    return made.computeIfAbsent(
        alike(node, firewall),
        one ->
            firewall.compile(intent, one.grants().stream().map(grants::get).toList(), node.name()));
  }

  SortedMap<NodeName, Candidates> compile() {
    SortedMap<NodeName, Candidates> rulesets = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      List<BackEnd> firewalls = node.firewalls();
      if (firewalls.size() > 1) {
        mistake(
            node,
            "%s has %s; one firewall keeps a node, so leave one of them"
                .formatted(
                    node.name(),
                    String.join(" and ", firewalls.stream().map(Firewalls::word).toList())));
      } else if (firewalls.size() == 1 && intent.hubs().isEmpty()) {
        mistake(
            node,
            "no node has the role hub, so nobody could get to %s to mend its firewall"
                .formatted(node.name()));
      } else if (firewalls.equals(List.of(BackEnd.FIREWALL))) {
        rulesets.put(node.name(), candidates(node));
      } else if (firewalls.size() == 1) {
        compiled(node, of(firewalls.getFirst()))
            .ifPresent(ruleset -> rulesets.put(node.name(), Candidates.named(ruleset)));
      }
    }
    return rulesets;
  }

  /** Whichever the node turns out to use has been proved before; what one cannot say waits. */
  private Candidates candidates(MeshNode node) {
    List<Ruleset> rulesets = new ArrayList<>();
    Map<BackEnd, String> unable = new TreeMap<>();
    for (Firewall firewall : KNOWN) {
      BackEnd backEnd = firewall.backEnd();
      if (backEnd == BackEnd.UFW && byTailscale(intent)) {
        unable.put(backEnd, BEFORE_UFW + "; name it in back_ends where that is meant");
        continue;
      }
      Compiled compiled = compile(node, firewall);
      Optional<String> why = backEnd == BackEnd.NFTABLES ? Optional.empty() : unable(compiled);
      why.ifPresent(reason -> unable.put(backEnd, reason));
      if (why.isEmpty()) {
        proved(node, firewall, compiled).ifPresent(rulesets::add);
      }
    }
    return Candidates.chosen(rulesets, unable);
  }

  private static Optional<String> unable(Compiled compiled) {
    return switch (compiled) {
      case Compiled.Unable(List<String> reasons) -> Optional.of(reasons.getFirst());
      case Compiled.Files files when files.length() > LARGEST ->
          Optional.of(
              "its ruleset would have %d characters, and at most %d are meant"
                  .formatted(files.length(), LARGEST));
      case Compiled.Files files -> Optional.empty();
    };
  }

  private Optional<Ruleset> compiled(MeshNode node, Firewall firewall) {
    return proved(node, firewall, compile(node, firewall));
  }

  private Optional<Ruleset> proved(MeshNode node, Firewall firewall, Compiled compiled) {
    return switch (compiled) {
      case Compiled.Unable(List<String> reasons) -> {
        reasons.stream()
            .limit(MOST_TOLD)
            .forEach(reason -> mistake(node, "%s: %s".formatted(node.name(), reason)));
        yield Optional.empty();
      }
      case Compiled.Files files when files.length() > LARGEST -> {
        mistake(
            node,
            "the ruleset of %s would have %d characters, and at most %d are meant"
                .formatted(node.name(), files.length(), LARGEST));
        yield Optional.empty();
      }
      case Compiled.Files(SortedMap<String, String> files) -> {
        Ruleset ruleset = new Ruleset(firewall.backEnd(), files);
        prove(node, firewall, ruleset);
        yield Optional.of(ruleset);
      }
    };
  }

  private void prove(MeshNode node, Firewall firewall, Ruleset ruleset) {
    Row meant = matrix.rows().get(node.name());
    List<String> differences =
        proofs
            .compute(
                alike(node, firewall),
                (alike, known) ->
                    known != null && known.meant().equals(meant)
                        ? known
                        : new Proved(
                            meant,
                            new FirewallProof(firewall, intent)
                                .differences(ruleset.files(), meant)))
            .differences();
    differences.stream()
        .limit(MOST_TOLD)
        .forEach(difference ->
            mistake(
                node,
                "what %s would do on %s is not what is meant: %s"
                    .formatted(word(firewall.backEnd()), node.name(), difference)));
  }

  private void mistake(MeshNode node, String message) {
    findings.add(node.at().finding(message));
  }

  private static String word(BackEnd backEnd) {
    return backEnd.name().toLowerCase(Locale.ROOT);
  }
}
