package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.tailscale.PolicyCompiler;
import io.meshinfra.network.tailscale.PolicyProof;
import io.meshinfra.network.tailscale.SshShutOut;
import io.meshinfra.network.tailscale.Tailnet;
import io.meshinfra.network.tailscale.Unsaid;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Compiles the policy file of the tailnet, where some node is in one, and proves it. */
final class TailnetPolicy {
  /** In characters. Tailscale documents no limit; this is more than anybody has read through. */
  private static final int LARGEST = 1024 * 1024;

  private static final int MOST_TOLD = 5;

  private TailnetPolicy() {}

  static Optional<String> compile(
      Intent intent,
      SortedMap<NodeName, Member> members,
      List<Grant> grants,
      Matrix matrix,
      List<Finding> findings,
      List<Finding> warnings) {
    if (!intent.compilesTo(BackEnd.TAILSCALE)) {
      return Optional.empty();
    }
    Tailnet tailnet = Tailnet.of(intent);
    warnings.addAll(Unsaid.of(intent, tailnet));
    if (intent.hubs().stream().noneMatch(tailnet::has)) {
      findings.add(
          intent
              .at()
              .finding(
                  "no node with the role hub has the back end tailscale, so the policy file would"
                      + " let no hub in; give it one"));
      return Optional.empty();
    }
    exitNodes(intent, tailnet, findings);
    findings.addAll(SshShutOut.of(intent, tailnet, members));
    String text = new PolicyCompiler(intent, tailnet, grants, matrix).compile();
    if (text.length() > LARGEST) {
      findings.add(
          intent
              .at()
              .finding(
                  "the policy file of Tailscale would have %d characters, and at most %d are meant;"
                          .formatted(text.length(), LARGEST)
                      + " say the same with fewer rules between roles or groups"));
      return Optional.empty();
    }
    new PolicyProof(intent, tailnet, matrix)
        .differences(text).stream()
            .limit(MOST_TOLD)
            .forEach(difference ->
                findings.add(
                    intent
                        .at()
                        .finding("what Tailscale would do is not what is meant: " + difference)));
    return Optional.of(text);
  }

  /** A node says by an address which exit node it goes by. */
  private static void exitNodes(Intent intent, Tailnet tailnet, List<Finding> findings) {
    for (MeshNode node : intent.nodes().values()) {
      node.internetBy()
          .filter(exit -> node.backEnds().contains(BackEnd.TAILSCALE))
          .filter(exit -> !tailnet.has(exit) || tailnet.devices().get(exit).address().isEmpty())
          .ifPresent(exit ->
              findings.add(
                  node.at()
                      .finding(
                          "%s goes to the internet by %s, which has to have the back end tailscale"
                                  .formatted(node.name(), exit)
                              + " and an internal_ip in "
                              + Tailnet.ADDRESSES)));
    }
  }
}
