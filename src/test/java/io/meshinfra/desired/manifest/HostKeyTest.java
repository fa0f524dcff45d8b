package io.meshinfra.desired.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJDdXquAHvMBqGyB8T1SGZxesyh+69rjl3wfP5M9tBYw";

  @Test
  void shouldTakeALineAndLeaveTheCommentOut() {
    assertEquals(KEY, HostKey.parse(" " + KEY + " root@web\n").line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        // cut behind its type, and in the middle of the key
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJDdXquAHvMBqGyB8T1SGZxesyh+69rj",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJDdXquAHvMBqGyB8T1SGZxesyh+69rjl3wfP5M9tBYw",
        "web ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJDdXquAHvMBqGyB8T1SGZxesyh+69rjl3wfP5M9tBYw"
      })
  void shouldRefuseWhatIsNoWholeKey(String text) {
    IllegalArgumentException no =
        assertThrows(IllegalArgumentException.class, () -> HostKey.parse(text));

    assertTrue(no.getMessage().contains("a line of ssh-keyscan"), no.getMessage());
  }
}
