package io.meshinfra.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.file.FileSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSecretsTest extends SecretProviderContract {
  @TempDir Path folder;

  @Override
  SecretProvider provider() {
    return new FileSecrets();
  }

  @Override
  SecretRef store(String value) throws IOException {
    return store(value, "rw-------");
  }

  @Override
  SecretRef missing() {
    return new SecretRef("file", folder.resolve("nothing").toString());
  }

  private SecretRef store(String value, String mode) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return new SecretRef("file", file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void shouldRefuseAFileOpenToOthers(String mode) throws IOException {
    Unresolvable refused = unresolvable(store("hunter2", mode));
    assertTrue(refused.reason().contains("chmod 600"), refused.reason());
    assertTrue(refused.reason().contains(mode), refused.reason());
  }

  @Test
  void shouldRefuseASymlinkToAFileOpenToOthers() throws IOException {
    store("hunter2", "rw-r--r--");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("token"));
    assertTrue(unresolvable(new SecretRef("file", link.toString())).reason().contains("chmod 600"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2\n", "hunter2\r\n", "hunter2"})
  void shouldLeaveOutTheNewlineAtTheEnd(String text) throws IOException {
    Resolved resolved = assertInstanceOf(Resolved.class, provider().resolve(store(text)));
    assertEquals("hunter2", resolved.secret().reveal());
  }

  @Test
  void shouldRefuseARelativePath() {
    assertTrue(unresolvable(SecretRef.parse("file:token")).reason().contains("absolute"));
  }

  @Test
  void shouldRefuseAFolder() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertTrue(
        unresolvable(new SecretRef("file", closed.toString())).reason().contains("regular file"));
  }

  @Test
  void shouldRefuseAHugeFile() throws IOException {
    assertTrue(unresolvable(store("x".repeat(70_000))).reason().contains("larger"));
  }

  @Test
  void shouldRefuseAPathWithNul() {
    assertTrue(unresolvable(new SecretRef("file", "/a\0b")).reason().contains("not a path"));
  }

  private Unresolvable unresolvable(SecretRef ref) {
    return assertInstanceOf(Unresolvable.class, provider().resolve(ref));
  }
}
