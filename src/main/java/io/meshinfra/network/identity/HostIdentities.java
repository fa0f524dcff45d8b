package io.meshinfra.network.identity;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.HostCa;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells of which nodes the authority for hosts may say who they are; pure. */
public final class HostIdentities {
  private final Intent intent;
  private final Members fleet;
  private final List<Finding> findings;

  public HostIdentities(Intent intent, Members fleet, List<Finding> findings) {
    this.intent = intent;
    this.fleet = fleet;
    this.findings = findings;
  }

  public SortedMap<NodeName, HostIdentity> compile() {
    SortedMap<NodeName, HostIdentity> identities = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      Member member = fleet.nodes().get(node.name());
      if (!node.backEnds().contains(BackEnd.HOST_CERTIFICATES)) {
        continue;
      }
      if (intent.hostCa().isEmpty()) {
        findings.add(
            node.at()
                .finding(
                    "the back end host-certificates is on for %s, and the intent has no host_ca with a public_key"
                        .formatted(node.name())));
      } else if (member != null) {
        HostCa ca = intent.hostCa().get();
        HostIdentity identity = HostIdentity.of(node, member.target().hostKeys(), ca);
        check(node, member, identity, ca);
        identities.put(node.name(), identity);
      }
    }
    return identities;
  }

  private void check(MeshNode node, Member member, HostIdentity identity, HostCa ca) {
    for (String line : member.target().hostKeys()) {
      SshPublicKey key = SshPublicKey.parse(line);
      if (ca.revoked().contains(key)) {
        findings.add(
            node.at()
                .finding(
                    "%s pins the host key %s, which host_ca revokes; give the node another key, and pin that"
                        .formatted(node.name(), key)));
      }
      if (key.equals(ca.publicKey())) {
        findings.add(
            ca.at()
                .finding(
                    "the key of host_ca is a host key of %s; an authority is on no node"
                        .formatted(node.name())));
      }
    }
    if (identity.keys().isEmpty() && member.target().hostKeys().isEmpty()) {
      findings.add(
          node.at()
              .finding(
                  "the Node %s has no hostKeys, and only keys that are pinned get a certificate"
                      .formatted(node.name())));
    }
  }
}
