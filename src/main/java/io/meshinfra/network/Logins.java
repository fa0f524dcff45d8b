package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.SshAccess.SshdDropInOf;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.names.Destination;
import io.meshinfra.network.names.HostsCompiler;
import io.meshinfra.network.names.KnownHosts;
import io.meshinfra.network.names.NodeNames;
import io.meshinfra.network.names.SshConfig;
import io.meshinfra.network.sshd.SshdCheck;
import io.meshinfra.network.sshd.SshdCompiler;
import io.meshinfra.network.sshd.SshdDropIn;
import io.meshinfra.network.sshd.SshdPorts;
import io.meshinfra.network.sshd.SshdProof;
import io.meshinfra.network.sshd.SshdReader;
import io.meshinfra.network.sshd.SshdRules;
import io.meshinfra.resource.AccountName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compiles how people and nodes get to each other by SSH, and proves what lets somebody in. */
final class Logins {
  /** In characters: 5,000 nodes with three ways each have room. */
  private static final int LARGEST = 8 * 1024 * 1024;

  private final Intent intent;
  private final SortedMap<NodeName, Member> members;
  private final List<Finding> findings;
  private final List<Finding> warnings;

  Logins(
      Intent intent,
      SortedMap<NodeName, Member> members,
      List<Finding> findings,
      List<Finding> warnings) {
    this.intent = intent;
    this.members = members;
    this.findings = findings;
    this.warnings = warnings;
  }

  SshAccess compile(Matrix matrix) {
    List<Destination> destinations = Destination.of(intent, members);
    String hosts = HostsCompiler.compile(intent);
    KnownHosts knownHosts = new KnownHosts(destinations);
    boolean named = intent.compilesTo(BackEnd.HOSTS) || intent.compilesTo(BackEnd.SSH);
    (named ? findings : warnings).addAll(NodeNames.mistakes(intent));
    if (intent.compilesTo(BackEnd.HOSTS) && Content.of(hosts).size() > Content.LARGEST_SHOWN) {
      findings.add(
          intent
              .at()
              .finding(
                  "the names of %d nodes are too many for /etc/hosts; give them out by DNS"
                      .formatted(intent.nodes().size())));
    }
    if (intent.compilesTo(BackEnd.SSH)) {
      knownHosts.ambiguous().forEach(told -> warnings.add(intent.at().finding(told)));
      keyless().forEach(warnings::add);
    }
    String config = SshConfig.compile(destinations, SshConfig.Home.NODE);
    if (intent.compilesTo(BackEnd.SSH) && config.length() > LARGEST) {
      findings.add(
          intent
              .at()
              .finding(
                  "ssh_config would have %d characters, and at most %d are meant; give the nodes fewer"
                          .formatted(config.length(), LARGEST)
                      + " access paths"));
    }
    return new SshAccess(
        sshd(matrix), destinations, hosts, config, knownHosts.compile(intent.hostCa()));
  }

  private List<Finding> keyless() {
    return intent.nodes().values().stream()
        .filter(node -> node.managed() && members.containsKey(node.name()))
        .filter(node -> members.get(node.name()).target().hostKeys().isEmpty())
        .map(node ->
            node.at()
                .finding(
                    "the Node %s has no hostKeys, so that nobody gets to it by ssh and its name"
                        .formatted(node.name())))
        .toList();
  }

  private SortedMap<NodeName, SshdDropInOf> sshd(Matrix matrix) {
    SortedMap<NodeName, SshdDropInOf> dropIns = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      Member member = members.get(node.name());
      if (node.backEnds().contains(BackEnd.SSHD) && member != null) {
        dropIns.put(node.name(), sshd(node, member, matrix));
      }
    }
    return dropIns;
  }

  private SshdDropInOf sshd(MeshNode node, Member member, Matrix matrix) {
    SshdRules rules =
        new SshdRules(
            SshdPorts.of(node, member, matrix), node.sshd().rootLogin(), node.sshd().users());
    String text = SshdCompiler.compile(rules);
    switch (SshdReader.read(text)) {
      case SshdDropIn.Reading.NotUnderstood(String reason) ->
          findings.add(
              node.at().finding("the drop-in of sshd for %s: %s".formatted(node.name(), reason)));
      case SshdDropIn.Reading.Read(SshdDropIn dropIn) -> {
        SshdProof.differences(dropIn, rules)
            .forEach(wrong ->
                findings.add(
                    node.at()
                        .finding("the drop-in of sshd for %s: %s".formatted(node.name(), wrong))));
        SshdProof.lockedOut(dropIn, member.target().user())
            .ifPresent(why ->
                findings.add(
                    node.sshd()
                        .at()
                        .finding(
                            "sshd of %s would lock the hub out: %s".formatted(node.name(), why))));
        SshdPorts.mismatches(node, member, intent, matrix, dropIn.ports())
            .forEach(told -> warnings.add(node.at().finding(told)));
      }
    }
    String ports = rules.ports().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return new SshdDropInOf(
        text, SshdCheck.of(rules, new AccountName(member.target().user())), ports);
  }
}
