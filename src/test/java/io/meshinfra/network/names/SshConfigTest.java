package io.meshinfra.network.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the real ssh makes of what is compiled. An {@code ssh-keyscan} of the test says who answers,
 * so that no packet is sent.
 */
class SshConfigTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP5zLzVgG/s2lCq4PIYBIR+I+48Lxh3bqhCwnNHHDSIz";
  private static final String OTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJTyI1GpAZHVfvMB3HhRnVA+gQXS0vmJpLuShTFA99da";

  @TempDir Path folder;
  private Path config;
  private Path scans;

  @BeforeEach
  void needSsh() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "there is no ssh here");
    config = folder.resolve("config");
    scans = Files.writeString(folder.resolve("scans"), "");
  }

  private static Destination laptop() {
    return destination(
        "laptop",
        "10.0.0.2",
        ED25519,
        new Way("wireguard", "10.0.0.2", 22),
        new Way("lan", "laptop.lan", 2200),
        new Way("lan", "fe80::1%eth0", 22),
        new Way("emergency", "203.0.113.7", 2222));
  }

  private static Destination destination(String name, String address, String key, Way... ways) {
    return new Destination(
        List.of(name + ".hq", name),
        address,
        List.of(ways),
        new TreeSet<>(List.of(22, 2222)),
        List.of(PinnedKey.parse(key)));
  }

  /** The host of the test at {@code host} has that key. */
  private void answers(String host, String key) throws IOException {
    Path keyscan = folder.resolve("ssh-keyscan");
    String old =
        Files.exists(keyscan)
            ? Files.readString(keyscan)
            : "#!/bin/sh\nfor host; do :; done\necho \"$host\" >>'%s'\n".formatted(scans);
    Files.writeString(keyscan, old + "[ \"$host\" != '%s' ] || echo '%s'\n".formatted(host, key));
    assertTrue(keyscan.toFile().setExecutable(true));
  }

  /** What ssh would go by, for a host as somebody types it. */
  private Map<String, String> asked(String host) throws Exception {
    answers("nobody", "");
    Files.writeString(config, SshConfig.compile(List.of(laptop(), hub()), SshConfig.Home.NODE));
    Map<String, String> settings = new HashMap<>();
    for (String line : run(List.of("/usr/bin/ssh", "-G", "-F", config.toString(), host))) {
      String[] words = line.split(" ", 2);
      settings.put(words[0], words.length > 1 ? words[1] : "");
    }
    return settings;
  }

  private static Destination hub() {
    return destination("hub", "10.0.0.1", OTHER, new Way("mesh", "10.0.0.1", 22));
  }

  private List<String> run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().merge("PATH", folder.toString(), (old, mine) -> mine + ":" + old);
    builder.environment().put("SHELL", "/bin/sh");
    Process process = builder.redirectError(folder.resolve("errors").toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return out.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"laptop.hq", "laptop", "LAPTOP.HQ"})
  void shouldGoByTheFirstWayThatAnswersAndTryNoOther(String name) throws Exception {
    answers("10.0.0.2", ED25519);

    Map<String, String> asked = asked(name);

    assertEquals("10.0.0.2", asked.get("hostname"));
    assertEquals("22", asked.get("port"));
    assertEquals(List.of("10.0.0.2"), Files.readAllLines(scans));
  }

  @Test
  void shouldPassOverSomebodyElseAtThatAddress() throws Exception {
    answers("10.0.0.2", OTHER);
    answers("laptop.lan", ED25519);

    Map<String, String> asked = asked("laptop.hq");

    assertEquals("laptop.lan", asked.get("hostname"));
    assertEquals("2200", asked.get("port"));
  }

  @Test
  void shouldKeepTheZoneOfAnAddress() throws Exception {
    answers("fe80::1%eth0", ED25519);

    assertEquals("fe80::1%eth0", asked("laptop").get("hostname"));
  }

  @Test
  void shouldTakeTheLastWayUntried() throws Exception {
    Map<String, String> asked = asked("laptop");

    assertEquals("203.0.113.7", asked.get("hostname"));
    assertEquals("2222", asked.get("port"));
    assertFalse(Files.readAllLines(scans).contains("203.0.113.7"));
  }

  @Test
  void shouldHoldTheKeyStrictlyAgainstThePinnedOnes() throws Exception {
    Map<String, String> asked = asked("laptop");

    assertEquals("laptop.hq", asked.get("hostkeyalias"));
    assertEquals("true", asked.get("stricthostkeychecking"));
    assertEquals("/etc/ssh/ssh_known_hosts", asked.get("userknownhostsfile"));
    assertEquals("/dev/null", asked.get("globalknownhostsfile"));
    assertEquals("false", asked.get("updatehostkeys"));
  }

  @Test
  void shouldLeaveOtherHostsAlone() throws Exception {
    Map<String, String> asked = asked("example.org");

    assertEquals("example.org", asked.get("hostname"));
    assertFalse(asked.containsKey("hostkeyalias"));
    assertEquals(List.of(), Files.readAllLines(scans));
  }

  @Test
  void shouldTryNothingWhereThereIsOneWay() throws Exception {
    assertEquals("10.0.0.1", asked("hub").get("hostname"));
    assertEquals(List.of(), Files.readAllLines(scans));
  }

  @Test
  void shouldPinEachFormOfItsNamesForSsh() throws Exception {
    Path known = folder.resolve("known");
    Files.writeString(known, new KnownHosts(List.of(laptop(), hub())).compile());

    for (String form :
        List.of("laptop.hq", "laptop", "[laptop.hq]:2222", "10.0.0.2", "[laptop.lan]:2200")) {
      List<String> found =
          new ArrayList<>(run(List.of("/usr/bin/ssh-keygen", "-F", form, "-f", known.toString())));
      found.removeIf(line -> line.startsWith("#"));
      assertEquals(1, found.size(), form);
      assertTrue(found.getFirst().endsWith(ED25519), form);
    }
    assertEquals(
        List.of(), run(List.of("/usr/bin/ssh-keygen", "-F", "other", "-f", known.toString())));
  }

  @Test
  void shouldNotLetANodeStandForTheNameOfAnother() {
    Destination liar = destination("liar", "10.0.0.3", OTHER, new Way("lan", "LAPTOP.hq", 22));
    KnownHosts known = new KnownHosts(List.of(laptop(), liar));

    String line =
        known.compile().lines().filter(one -> one.startsWith("liar.hq")).findFirst().orElseThrow();

    assertFalse(line.contains("laptop"), line);
    assertEquals(
        List.of(
            "laptop.hq is not only the lan of liar.hq, so it is left out of known_hosts; liar.hq works"
                + " by its name"),
        known.ambiguous());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a\nProxyCommand reboot",
        "$(reboot)",
        "`reboot`",
        "a'b",
        "a\"b",
        "a;b",
        "a,b",
        "a*",
        "!a",
        "-oProxyCommand=reboot",
        "#a",
        ""
      })
  void shouldTakeNoHostThatCouldBreakOut(String host) {
    assertThrows(IllegalArgumentException.class, () -> new Way("lan", host, 22));
    assertThrows(IllegalArgumentException.class, () -> new Way(host, "10.0.0.1", 22));
    assertThrows(IllegalArgumentException.class, () -> PinnedKey.parse("ssh-ed25519 " + host));
  }

  /** A host may hold a percent sign, which begins a token in ssh_config. */
  @Test
  void shouldNotLetAHostUseTokens() throws Exception {
    Destination one = destination("x", "10.0.0.9", ED25519, new Way("lan", "a%h%d%u", 22));
    Files.writeString(config, SshConfig.compile(List.of(one), SshConfig.Home.NODE));

    List<String> said = run(List.of("/usr/bin/ssh", "-G", "-F", config.toString(), "x"));

    assertTrue(said.contains("hostname a%h%d%u"), said.toString());
  }
}
