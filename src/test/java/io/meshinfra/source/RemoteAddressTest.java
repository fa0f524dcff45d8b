package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {
  @ParameterizedTest
  @CsvSource({
    "/srv/repo.git, LOCAL",
    "repo.git, LOCAL",
    "file:///srv/repo.git, LOCAL",
    "ssh://git@example.org:2222/r.git, SSH",
    "git@example.org:r.git, SSH",
    "https://example.org/r.git, HTTP",
    "https://deploy@example.org/r.git, HTTP",
    "http://127.0.0.1:3000/r.git, HTTP"
  })
  void shouldTakeTheSupportedForms(String text, RemoteAddress.Way way) {
    assertEquals(way, RemoteAddress.parse(text).way());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c id",
        "fd::17",
        "git://example.org/r.git",
        "ftp://example.org/r.git",
        "s3://bucket/r.git",
        "amazon-s3://x@y/z",
        "sftp://example.org/r",
        "--upload-pack=id",
        "",
        " ",
        "https://example.org",
        "/a\nb"
      })
  void shouldRefuseEverythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> RemoteAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://u:hunter2@example.org/r", "ftp://u:hunter2@example.org/r"})
  void shouldNeverShowAPassword(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> RemoteAddress.parse(text));
    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void shouldLeaveTheUserOutOfMessages() {
    assertEquals(
        "https://example.org/r", RemoteAddress.parse("https://somebody@example.org/r").toString());
  }
}
