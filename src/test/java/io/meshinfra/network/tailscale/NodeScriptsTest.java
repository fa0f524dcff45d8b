package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts of a node with the real {@code sh} and {@code awk}, and a small script in place of
 * tailscale that prints what the real one is documented to print.
 */
class NodeScriptsTest {
  private static final String INTENT =
      """
      version: 1
      mesh: {network: 100.64.0.0/10}
      back_ends: [tailscale]
      tailscale: {accept_dns: false}
      nodes:
        hub: {internal_ip: 100.64.0.1, roles: [hub], exit_node: true, routes: [192.168.7.0/24, 192.168.3.0/24]}
        laptop: {internal_ip: 100.64.0.2, internet_by: hub, accept_routes: true}
        plain: {internal_ip: 100.64.0.3}
      """;

  private static final String ELSEWHERE =
      """
      version: 1
      mesh: {network: 10.0.0.0/24}
      back_ends: [tailscale]
      tailscale: {accept_dns: false, ssh_users: [mesh-ops]}
      nodes:
        wsl: {internal_ip: 10.0.0.4, constraints: [wsl2, no_host_admin]}
      """;

  @TempDir Path folder;

  private record Ran(int code, String output) {}

  @BeforeEach
  void fresh() throws IOException {
    Files.copy(Path.of("src/test/resources/tailscale/tailscale"), folder.resolve("tailscale"));
    assertTrue(folder.resolve("tailscale").toFile().setExecutable(true));
    keep(
        Map.of(
            "hostname", "localhost",
            "accept-dns", "true",
            "accept-routes", "false",
            "ssh", "false",
            "state", "NeedsLogin"));
    for (String empty : List.of("routes", "exits", "exit-node", "tags", "addresses")) {
      Files.writeString(folder.resolve(empty), "");
    }
  }

  private void keep(Map<String, String> values) throws IOException {
    for (Map.Entry<String, String> value : values.entrySet()) {
      Files.writeString(folder.resolve(value.getKey()), value.getValue() + "\n");
    }
  }

  private NodeScripts of(String node) {
    Planned planned = Planned.of(node.equals("wsl") ? ELSEWHERE : INTENT);
    return new NodeScripts(planned.intent(), planned.intent().nodes().get(new NodeName(node)));
  }

  private Ran run(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", script).redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":/usr/bin:/bin");
    builder.environment().put("TAILSCALE_STATE", folder.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return new Ran(process.exitValue(), output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hub", "laptop", "plain", "wsl"})
  void shouldBringTheNodeToWhatItIsToldAndThenLeaveItAlone(String node) throws Exception {
    NodeScripts scripts = of(node);
    assertEquals(3, run(scripts.checkPreferences()).code());

    assertEquals(new Ran(0, ""), run(scripts.applyPreferences()));

    assertEquals(new Ran(0, ""), run(scripts.checkPreferences()));
  }

  /** Each preference changed by hand on a node that was as it shall be. */
  @ParameterizedTest
  @CsvSource({
    "hub, --hostname=other",
    "hub, --advertise-exit-node=false",
    "hub, --advertise-routes=192.168.7.0/24",
    "'hub', '--advertise-routes=192.168.3.0/24,192.168.7.0/24,10.1.0.0/16'",
    "hub, --exit-node=100.64.0.2",
    "hub, --ssh=true",
    "laptop, --accept-dns=true",
    "laptop, --accept-routes=false",
    "laptop, --exit-node=",
    "laptop, --exit-node=100.64.0.3",
    "laptop, --advertise-exit-node=true",
    "plain, --advertise-routes=10.1.0.0/16"
  })
  void shouldSeeAChangeByHand(String node, String flag) throws Exception {
    NodeScripts scripts = of(node);
    run(scripts.applyPreferences());
    assertEquals(0, run("tailscale set '" + flag + "'").code());

    Ran check = run(scripts.checkPreferences());

    assertEquals(3, check.code());
    assertTrue(check.output().startsWith("want:\n"), check.output());
  }

  @Test
  void shouldTellWhoHasNotJoined() throws Exception {
    assertEquals(
        new Ran(
            3,
            """
            it has not joined the tailnet
            it does not have the tag tag:node-hub
            its address is not 100.64.0.1, as the intent says
            """),
        run(of("hub").checkIdentity()));
  }

  @Test
  void shouldKnowWhoHasJoinedAsItself() throws Exception {
    keep(
        Map.of(
            "state", "Running",
            "tags", "tag:node-hub",
            "addresses", "100.64.0.1\nfd7a:115c:a1e0::77"));

    assertEquals(new Ran(0, ""), run(of("hub").checkIdentity()));
  }

  @ParameterizedTest
  @CsvSource({
    "state, Stopped, it has not joined the tailnet",
    "tags, tag:node-hub2, it does not have the tag tag:node-hub",
    "addresses, 100.64.0.11, 'its address is not 100.64.0.1, as the intent says'"
  })
  void shouldTellWhatIsAmiss(String what, String value, String told) throws Exception {
    keep(Map.of("state", "Running", "tags", "tag:node-hub", "addresses", "100.64.0.1"));
    keep(Map.of(what, value));

    Ran check = run(of("hub").checkIdentity());

    assertEquals(3, check.code());
    assertTrue(check.output().startsWith(told), check.output());
  }

  /** A tag of another node lets it reach what that one may. */
  @Test
  void shouldSeeATagBesides() throws Exception {
    keep(
        Map.of(
            "state", "Running",
            "tags", "tag:node-plain\ntag:node-hub",
            "addresses", "100.64.0.3"));

    assertEquals(new Ran(3, "it has tags besides\n"), run(of("plain").checkIdentity()));
  }

  @Test
  void shouldNotAskForAnAddressThatTailscaleNeverGives() throws Exception {
    keep(Map.of("state", "Running", "tags", "tag:node-wsl", "addresses", "100.99.1.2"));

    assertEquals(new Ran(0, ""), run(of("wsl").checkIdentity()));
  }

  @Test
  void shouldTellDriftWhereThereIsNoTailscale() throws Exception {
    Files.delete(folder.resolve("tailscale"));

    assertEquals(new Ran(3, "there is no tailscale\n"), run(of("hub").checkPreferences()));
  }

  @Test
  void shouldTellDriftWhereTheDaemonDoesNotAnswer() throws Exception {
    Files.writeString(
        folder.resolve("tailscale"),
        "#!/bin/sh\necho 'failed to connect to local tailscaled' >&2\nexit 1\n");

    assertEquals(
        new Ran(3, "failed to connect to local tailscaled\n"), run(of("hub").checkPreferences()));
  }

  @Test
  void shouldNeverJoinByItself() throws Exception {
    Ran apply = run(of("hub").applyIdentity());

    assertEquals(1, apply.code());
    assertTrue(apply.output().startsWith("join by hand: "), apply.output());
  }

  /** {@code up} would take back, or refuse, what it is not told. */
  @Test
  void shouldOnlySet() {
    assertEquals(
        "tailscale set --accept-risk=lose-ssh '--hostname=laptop' '--accept-dns=false'"
            + " '--accept-routes=true' '--advertise-exit-node=false' '--advertise-routes='"
            + " '--exit-node=100.64.0.1' '--ssh=false'\n",
        of("laptop").applyPreferences());
  }

  @Test
  void shouldDoWithoutAnInterfaceWhereThereIsNone() {
    assertTrue(of("wsl").hasNoInterface());
    assertFalse(of("plain").hasNoInterface());
  }
}
