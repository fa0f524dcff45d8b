package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Row;
import io.meshinfra.network.nftables.NftCompiler;
import io.meshinfra.network.nftables.NftProof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles the rulesets of all nodes that shall have one, and proves each. */
final class Firewalls {
  /** In characters; a larger one comes from a rule that names thousands of scattered addresses. */
  private static final int LARGEST = 1024 * 1024;

  private static final int MOST_TOLD = 5;

  private final Intent intent;
  private final NftCompiler compiler;
  private final Matrix matrix;
  private final List<Finding> findings;

  Firewalls(Intent intent, List<Grant> grants, Matrix matrix, List<Finding> findings) {
    this.intent = intent;
    this.compiler = new NftCompiler(intent, grants);
    this.matrix = matrix;
    this.findings = findings;
  }

  /** A text and what it shall allow: the same for all nodes that are reached alike. */
  private record Claim(String text, Row meant) {}

  SortedMap<NodeName, String> compile() {
    SortedMap<NodeName, String> rulesets = new TreeMap<>();
    Map<Claim, List<String>> proved = new HashMap<>();
    NftProof proof = new NftProof(intent);
    for (MeshNode node : intent.nodes().values()) {
      if (!node.backEnds().contains(BackEnd.NFTABLES)) {
        continue;
      }
      if (intent.hubs().isEmpty()) {
        findings.add(
            node.at()
                .finding(
                    "no node has the role hub, so nobody could get to %s to mend its firewall"
                        .formatted(node.name())));
        continue;
      }
      String text = compiler.compile(node.name());
      if (text.length() > LARGEST) {
        findings.add(
            node.at()
                .finding(
                    "the ruleset of %s would have %d characters, and at most %d are meant"
                        .formatted(node.name(), text.length(), LARGEST)));
        continue;
      }
      Claim claim = new Claim(text, matrix.rows().get(node.name()));
      tell(node, proved.computeIfAbsent(claim, one -> proof.differences(one.text(), one.meant())));
      rulesets.put(node.name(), text);
    }
    return rulesets;
  }

  private void tell(MeshNode node, List<String> differences) {
    differences.stream()
        .limit(MOST_TOLD)
        .forEach(difference ->
            findings.add(
                node.at()
                    .finding(
                        "what nftables would do on %s is not what is meant: %s"
                            .formatted(node.name(), difference))));
  }
}
