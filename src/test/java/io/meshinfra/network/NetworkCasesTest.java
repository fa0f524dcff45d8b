package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.identity.NodeTrust;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.names.HostAuthority;
import io.meshinfra.network.names.SshConfig;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One case per folder of {@code src/test/resources/network}: {@code in/} holds the repository,
 * {@code out/} what follows from its intent: {@code findings.txt}, or {@code plan.txt} and the
 * rulesets. {@code -Dgolden=overwrite} writes the latter anew.
 */
class NetworkCasesTest {
  private static final Path CASES = Path.of("src/test/resources/network");

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    MemoryTree tree = MemoryTree.of(folder.resolve("in"));
    Members members = new Catalogs(ResourceTypes.installed()).members(tree, "desired-state");
    Map<String, String> actual = told(NetworkPlanner.plan(tree, "infra/policy/intent", members));
    Path out = folder.resolve("out");
    if ("overwrite".equals(System.getProperty("golden"))) {
      overwrite(out, actual);
    }
    assertEquals(read(out), actual);
  }

  private static Map<String, String> told(NetworkPlan plan) {
    return switch (plan) {
      case NetworkPlan.Absent(String file) -> Map.of("findings.txt", "there is no " + file + "\n");
      case NetworkPlan.Refused(List<Finding> findings) -> Map.of("findings.txt", lines(findings));
      case NetworkPlan.Planned(PlannedNetwork network) -> {
        Map<String, String> files = new TreeMap<>();
        network
            .firewalls()
            .forEach((node, candidates) ->
                candidates
                    .rulesets()
                    .forEach(ruleset ->
                        ruleset
                            .files()
                            .forEach((path, text) -> files.put(name(node, path), text))));
        network.wireguard().files().forEach((node, text) -> files.put(node + ".conf", text));
        network.ssh().dropIns().forEach((node, text) -> files.put(node + ".sshd", text));
        if (network.intent().compilesTo(BackEnd.HOSTS)) {
          files.put("hosts", network.ssh().hosts());
        }
        if (network.intent().compilesTo(BackEnd.SSH)) {
          files.put("ssh_config", network.ssh().config());
          files.put("known_hosts", network.ssh().knownHosts());
        }
        network.trusts().forEach((node, trust) -> files.put(node + ".ssh-ca", told(trust)));
        network.hosts().forEach((node, host) -> files.put(node + ".host-ca", told(host)));
        if (!network.hosts().isEmpty()) {
          files.put(
              "person", SshConfig.person(network.ssh().destinations(), network.intent().hostCa()));
          files.put("authority", HostAuthority.alone(network.intent().hostCa().orElseThrow()));
        }
        network.tailnet().ifPresent(text -> files.put("tailnet.hujson", text));
        files.put("plan.txt", told(network));
        yield files;
      }
    };
  }

  private static String name(NodeName node, String path) {
    return node + (path.equals("/etc/nftables.conf") ? ".nft" : "." + Path.of(path).getFileName());
  }

  private static String told(PlannedNetwork network) {
    List<String> lines = new ArrayList<>();
    List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
    network.intent().nodes().keySet().forEach(node -> peers.add(new Peer.Node(node)));
    for (NodeName to : network.intent().nodes().keySet()) {
      for (Peer from : peers) {
        Access access = network.matrix().access(from, to);
        if (!from.equals(new Peer.Node(to))) {
          lines.add("%s -> %s: %s".formatted(from, to, access));
        }
      }
    }
    network
        .firewalls()
        .forEach((node, candidates) ->
            candidates
                .unable()
                .forEach((backEnd, why) ->
                    lines.add("%s cannot have %s: %s".formatted(node, backEnd, why))));
    network
        .invariants()
        .forEach(check ->
            lines.add("%s: %s %s".formatted(check.name(), check.status().word(), check.reasons())));
    network.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines(lines);
  }

  private static String told(NodeTrust trust) {
    StringBuilder files = new StringBuilder();
    files.append("--- drop-in\n").append(trust.dropIn());
    files.append("--- authority\n").append(trust.publicKey());
    trust.principals().forEach((login, names) -> files.append("--- " + login + "\n").append(names));
    String revoked = Base64.getMimeEncoder().encodeToString(trust.revoked().bytes());
    return files.append("--- revoked\n").append(revoked.replace("\r", "")).append("\n").toString();
  }

  private static String told(HostIdentity host) {
    StringBuilder text = new StringBuilder("principals " + host.principals() + "\n");
    host.keys()
        .forEach(
            key -> text.append("%s %s%n".formatted(HostIdentity.file(key), host.reference(key))));
    return text.toString();
  }

  private static String lines(List<?> lines) {
    StringBuilder out = new StringBuilder();
    lines.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private static Map<String, String> read(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(out)) {
      try (Stream<Path> found = Files.list(out)) {
        for (Path file : found.toList()) {
          files.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  private static void overwrite(Path out, Map<String, String> files) throws IOException {
    for (String old : read(out).keySet()) {
      Files.delete(out.resolve(old));
    }
    Files.createDirectories(out);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(out.resolve(file.getKey()), file.getValue());
    }
  }
}
