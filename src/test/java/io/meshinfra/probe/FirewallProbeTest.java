package io.meshinfra.probe;

import static io.meshinfra.model.FirewallProgram.FIREWALLD;
import static io.meshinfra.model.FirewallProgram.FOREIGN;
import static io.meshinfra.model.FirewallProgram.NFTABLES;
import static io.meshinfra.model.FirewallProgram.UFW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.NodeShell;
import io.meshinfra.resource.ProbeOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the real script makes of what programs say; in the place of those are texts of theirs. */
class FirewallProbeTest {
  static final List<String> SHELLS = NodeShell.NAMES;

  private static final String OURS =
      "table inet mesh_infra {\n\tset limit_1 {\n\t\ttype ipv4_addr\n\t}\n\n\tchain input {\n"
          + "\t\ttype filter hook input priority filter; policy drop;\n\t}\n}\n";
  private static final String FIREWALLD_TABLE =
      "table inet firewalld {\n\tchain mangle_PREROUTING {\n"
          + "\t\ttype filter hook prerouting priority mangle + 10; policy accept;\n\t}\n"
          + "\tchain filter_INPUT {\n"
          + "\t\ttype filter hook input priority filter + 10; policy accept;\n\t}\n}\n";
  private static final String UFW_TABLE =
      "table ip filter {\n\tchain ufw-before-input {\n\t}\n\tchain INPUT {\n"
          + "\t\ttype filter hook input priority filter; policy drop;\n\t}\n}\n";
  private static final String DOCKER =
      "table ip filter {\n\tchain INPUT {\n"
          + "\t\ttype filter hook input priority filter; policy accept;\n\t}\n\tchain FORWARD {\n"
          + "\t\ttype filter hook forward priority filter; policy drop;\n\t}\n}\n";
  private static final String BY_HAND =
      "table inet filter {\n\tchain in-put {\n\t\tcomment \"type filter hook input\"\n"
          + "\t\ttype filter hook input priority filter; policy drop;\n\t}\n}\n";

  @TempDir Path folder;

  /** A node on which programs print what is given, and end well unless it is {@code fails}. */
  private Optional<FirewallUse> use(String shell, Map<String, String> programs) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    try (var old = Files.list(bin)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> program : programs.entrySet()) {
      Path said = Files.writeString(folder.resolve(program.getKey()), program.getValue());
      Path file =
          Files.writeString(
              bin.resolve(program.getKey()),
              program.getValue().equals("fails")
                  ? "#!/bin/sh\nexit 1\n"
                  : "#!/bin/sh\ncase $* in *' chain '*) cat '%s.chain' 2>/dev/null;; *) cat '%s';; esac\n"
                      .formatted(said, said));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Optional<NodeShell> found = NodeShell.find(shell, folder.resolve("home"));
    Assumptions.assumeTrue(found.isPresent(), shell + " is not installed here");
    return FirewallProbe.read(
        found
            .get()
            .probe(
                ShellScript.lines(
                    ShellScript.of(
                        """
                        PATH={}:$PATH MESH_INIT={}
                        mesh_has() { [ -x {}/"$1" ]; }
                        """,
                        bin,
                        programs.containsKey("systemctl") ? "systemd" : "none",
                        bin),
                    FirewallProbe.script())));
  }

  private static Optional<FirewallUse> running(FirewallProgram... programs) {
    return Optional.of(FirewallUse.of(Set.of(programs), Set.of()));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void shouldFindWhatDecidesAboutPackets(String shell) throws Exception {
    assertEquals(running(), use(shell, Map.of()));
    assertEquals(running(), use(shell, Map.of("nft", "")));
    assertEquals(running(NFTABLES), use(shell, Map.of("nft", OURS)));
    assertEquals(running(UFW), use(shell, Map.of("nft", UFW_TABLE)));
    assertEquals(running(FIREWALLD), use(shell, Map.of("nft", FIREWALLD_TABLE)));
    assertEquals(running(FOREIGN), use(shell, Map.of("nft", BY_HAND)));
    assertEquals(
        running(NFTABLES, FIREWALLD, FOREIGN),
        use(shell, Map.of("nft", OURS + FIREWALLD_TABLE + BY_HAND)));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void shouldTakeWhatOnlyHasItsSayForNoFirewall(String shell) throws Exception {
    Files.writeString(
        folder.resolve("nft.chain"),
        "table ip filter {\n\tchain INPUT {\n\t\ttcp dport 23 drop\n\t\tcounter packets 7 bytes 9"
            + " tcp dport 22 reject\n\t}\n}\n");
    assertEquals(running(), use(shell, Map.of("nft", DOCKER)));

    Files.writeString(
        folder.resolve("nft.chain"),
        "table ip filter {\n\tchain INPUT {\n\t\ttcp dport 22 accept\n\t\tcounter packets 7 bytes"
            + " 9 reject with icmp host-prohibited\n\t}\n}\n");
    assertEquals(running(FOREIGN), use(shell, Map.of("nft", DOCKER)), "the rest is rejected");
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void shouldReadIptablesWhereThereIsNoNftables(String shell) throws Exception {
    assertEquals(running(), use(shell, Map.of("iptables", "-P INPUT ACCEPT\n")));
    assertEquals(running(FOREIGN), use(shell, Map.of("iptables", "-P INPUT DROP\n")));
    assertEquals(
        running(FOREIGN),
        use(
            shell,
            Map.of(
                "iptables",
                "-P INPUT ACCEPT\n-A INPUT -p tcp -j ACCEPT\n-A INPUT -j REJECT --reject-with x\n")));
    assertEquals(
        running(UFW),
        use(shell, Map.of("iptables", "-P INPUT DROP\n-A INPUT -j ufw-before-input\n")));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void shouldAskSystemdWhatRuns(String shell) throws Exception {
    assertEquals(
        Optional.of(FirewallUse.of(Set.of(FIREWALLD), Set.of(FIREWALLD))),
        use(shell, Map.of("systemctl", "UnitFileState=enabled\nActiveState=active\n", "nft", "")));
    assertEquals(
        running(), use(shell, Map.of("systemctl", "ActiveState=inactive\nUnitFileState=\n")));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void shouldKnowNothingWhenAProgramCannotBeAsked(String shell) throws Exception {
    assertEquals(Optional.empty(), use(shell, Map.of("nft", "fails")));
    assertEquals(Optional.empty(), use(shell, Map.of("iptables", "fails")));
    assertEquals(Optional.empty(), use(shell, Map.of("nft", BY_HAND.repeat(2_000))), "too much");
  }

  private static Optional<FirewallUse> read(String... lines) {
    return FirewallProbe.read(new ProbeOutput(List.of(lines)));
  }

  @Test
  void shouldBelieveNothingThatIsNotUnderstood() {
    assertEquals(running(UFW), read("firewall\tufw\trunning", "firewall\tasked"));
    assertEquals(Optional.empty(), read("firewall\tufw\trunning"), "it broke off");
    assertEquals(Optional.empty(), read());
    assertEquals(Optional.empty(), read("firewall", "firewall\tasked"));
    assertEquals(Optional.empty(), read("firewall\tUFW\trunning", "firewall\tasked"));
    assertEquals(Optional.empty(), read("firewall\tufw\trunning\tx", "firewall\tasked"));
    assertEquals(Optional.empty(), read("firewall\tufw\tstopped", "firewall\tasked"));
    assertEquals(Optional.empty(), read("firewall\tasked", "firewall\tufw\trunning"));
    List<String> many = new ArrayList<>(Collections.nCopies(100, "firewall\tufw\trunning"));
    many.add("firewall\tasked");
    assertEquals(Optional.empty(), read(many.toArray(String[]::new)));
  }
}
