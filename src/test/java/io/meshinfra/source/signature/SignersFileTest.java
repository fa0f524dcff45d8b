package io.meshinfra.source.signature;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.SshSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignersFileTest {
  @TempDir Path folder;

  private Path file(String text, String rights) throws IOException {
    Path file = Files.writeString(folder.resolve("allowed_signers"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    return file;
  }

  private static String refusal(Path file) {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> SignersFile.read(file)).getMessage();
    assertTrue(refusal.contains(file.toString()), refusal);
    return refusal;
  }

  @Test
  void shouldReadWhoMaySign() throws IOException {
    assertFalse(
        SignersFile.read(file(SshSigner.named("ada", folder).allowed(), "rw-r--r--")).isEmpty());
  }

  @Test
  void shouldFollowALinkToWhatCountsAndJudgeThat() throws IOException {
    Path open = file(SshSigner.named("ada", folder).allowed(), "rw-r--rw-");
    Path link = Files.createSymbolicLink(folder.resolve("link"), open);

    assertTrue(refusal(link).contains("chmod go-w"));
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    assertTrue(refusal(folder.resolve("nothing")).contains("does not exist"));
  }

  @Test
  void shouldRefuseAFileThatNamesNobody() throws IOException {
    assertTrue(refusal(file("# nobody\n", "rw-r--r--")).contains("names nobody"));
  }

  @Test
  void shouldRefuseAFileThatOthersMayWrite() throws IOException {
    String line = SshSigner.named("ada", folder).allowed();

    assertTrue(refusal(file(line, "rw-r--rw-")).contains("chmod go-w"));
    assertTrue(refusal(file(line, "rw-rw-r--")).contains("chmod go-w"));
  }

  @Test
  void shouldRefuseAFolderAndAHugeFile() throws IOException {
    assertTrue(refusal(folder).contains("cannot be read") || refusal(folder).contains("chmod"));
    assertTrue(refusal(file("#".repeat(SignersFile.LARGEST + 1), "rw-------")).contains("bytes"));
  }
}
