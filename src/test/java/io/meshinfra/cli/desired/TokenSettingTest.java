package io.meshinfra.cli.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSettingTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.createDirectories(folder.resolve(".git"));
    Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(
        folder.resolve("nodes.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: hub}
        spec: {access: [{local: true}]}
        """);
    Files.writeString(
        folder.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        nodes: {hub: {internal_ip: 10.0.0.1/24, roles: [hub]}}
        security_invariants: [tokens_expire_24h]
        """);
  }

  private CommandRun validate(String life) {
    return CommandRun.here()
        .with("MESH_TOKENS_OPERATOR_LIFE", life)
        .run("validate", folder.toString());
  }

  @Test
  void shouldTellThatTheSettingBreaksTheInvariant() {
    CommandRun run = validate("720h");

    assertEquals(2, run.code(), run.err());
    assertTrue(
        run.out()
            .contains(
                "network.yaml:3:23: tokens_expire_24h is broken: the operator's token lives for 720 h"
                    + " (mesh.tokens.operator-life)\n1 mistake\n"),
        run.out());
  }

  @Test
  void shouldTakeWhatKeepsIt() {
    assertEquals(0, validate("24h").code());
    assertEquals(0, validate("PT12H").code());
    assertEquals(0, CommandRun.of("validate", folder.toString()).code(), "not known, not told");
  }

  @Test
  void shouldRefuseWhatTheHubWouldNotRead() {
    CommandRun run = validate("a day");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("is a time like 24h, not \"a day\""), run.err());
  }
}
