package io.meshinfra.rest.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private final SecureRandom random = new SecureRandom();
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("token");
  }

  private String token() {
    return new TokenFile(file).readOrCreate(random);
  }

  @Test
  void shouldMakeATokenForItsOwnerAndKeepIt() throws IOException {
    String token = token();
    assertEquals(43, token.length());
    assertEquals(token, token());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var all = Files.list(folder)) {
      assertEquals(List.of(file), all.toList(), "nothing else is left behind");
    }
  }

  @Test
  void shouldRefuseAFileThatOthersMayRead() throws IOException {
    token();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    String message = assertThrows(IllegalStateException.class, this::token).getMessage();
    assertTrue(message.contains("chmod 600 " + file), message);
  }

  @Test
  void shouldRefuseALinkAndAnEmptyFile() throws IOException {
    Path other = folder.resolve("other");
    new TokenFile(other).readOrCreate(random);
    Files.createSymbolicLink(file, other);
    assertThrows(IllegalStateException.class, this::token);
    Files.delete(file);
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThrows(IllegalStateException.class, this::token);
  }
}
