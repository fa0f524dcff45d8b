package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.identity.NodeTrust;
import io.meshinfra.network.identity.TrustCompiler;
import io.meshinfra.network.identity.TrustProof;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.PrincipalRule;
import io.meshinfra.network.intent.SshCa;
import io.meshinfra.resource.AccountName;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Compiles what all nodes with the back end believe of certificates, and proves each. */
final class SshTrust {
  private final Intent intent;
  private final Members fleet;
  private final List<Finding> findings;

  SshTrust(Intent intent, Members fleet, List<Finding> findings) {
    this.intent = intent;
    this.fleet = fleet;
    this.findings = findings;
  }

  SortedMap<NodeName, NodeTrust> compile() {
    SortedMap<NodeName, NodeTrust> trusts = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      if (node.backEnds().contains(BackEnd.CERTIFICATES)) {
        intent
            .sshCa()
            .ifPresentOrElse(
                ca -> trusts.put(node.name(), compile(node, ca)),
                () ->
                    findings.add(
                        node.at()
                            .finding(
                                "the back end certificates is on for %s, and the intent has no ssh_ca with a public_key"
                                    .formatted(node.name()))));
      }
    }
    return trusts;
  }

  private NodeTrust compile(MeshNode node, SshCa ca) {
    Member member = fleet.nodes().get(node.name());
    if (member != null) {
      ca.principals().values().forEach(rule -> keepTheHubOut(rule, node, member));
    }
    ca.principals().values().forEach(rule -> letThemIn(rule, node));
    NodeTrust trust = new TrustCompiler(intent, ca).compile(node.name());
    new TrustProof(intent, ca)
        .differences(node.name(), trust)
        .forEach(difference ->
            findings.add(
                node.at()
                    .finding(
                        "what sshd would believe on %s is not what is meant: %s"
                            .formatted(node.name(), difference))));
    return trust;
  }

  private void keepTheHubOut(PrincipalRule rule, MeshNode node, Member member) {
    String hub = member.target().user();
    boolean opens =
        intent.covers(rule.on(), node.name())
            && rule.logins().stream().anyMatch(login -> login.value().equals(hub));
    if (opens) {
      findings.add(
          rule.at()
              .finding(
                  "%s is how the hub comes in to %s: with a damaged revocation list sshd refuses every key of a login that certificates open, also the hub's; give people another login"
                      .formatted(hub, node.name())));
    }
  }

  /** The lines for sshd of another back end may know accounts that may log in, and no others. */
  private void letThemIn(PrincipalRule rule, MeshNode node) {
    SortedSet<AccountName> users = node.sshd().users().orElse(rule.logins());
    if (!node.backEnds().contains(BackEnd.SSHD) || !intent.covers(rule.on(), node.name())) {
      return;
    }
    rule.logins().stream()
        .filter(login -> !users.contains(login))
        .forEach(login ->
            findings.add(
                rule.at()
                    .finding(
                        "certificates open %s on %s, and sshd of the intent lets only %s log in there; add it to users"
                            .formatted(
                                login,
                                node.name(),
                                String.join(
                                    ", ", users.stream().map(AccountName::value).toList())))));
  }
}
