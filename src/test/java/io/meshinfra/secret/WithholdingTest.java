package io.meshinfra.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.env.EnvironmentSecrets;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithholdingTest {
  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nthe-authority\n-----END OPENSSH PRIVATE KEY-----";

  @TempDir Path folder;
  private SecretRef authority;

  @BeforeEach
  void write() throws IOException {
    Path file = Files.writeString(folder.resolve("ca"), KEY + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    authority = SecretRef.parse("file:" + file);
  }

  private Resolution resolve(String text) {
    Secrets secrets = new Secrets(List.of(new EnvironmentSecrets(Map.of("A", text))));
    return secrets.without(authority).resolve(SecretRef.parse("env:A"));
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @Test
  void shouldGiveTheKeyOfTheAuthorityByNoOtherName() {
    String reason = reason(resolve(KEY));

    assertTrue(reason.contains("mesh.ca.key"), reason);
    assertFalse(reason.contains("the-authority"), reason);
    assertTrue(reason(resolve("# mine\r\n" + KEY.replace("\n", "\r\n"))).contains("mesh.ca.key"));
  }

  @Test
  void shouldGiveEverythingElse() {
    assertInstanceOf(Resolution.Resolved.class, resolve("hunter2"));
    assertInstanceOf(Resolution.Resolved.class, resolve(KEY.replace("authority", "web-server")));
  }

  @Test
  void shouldGiveNoPrivateKeyWhenItCannotTell() throws IOException {
    Files.delete(folder.resolve("ca"));

    assertTrue(reason(resolve(KEY)).contains("cannot be told"));
    assertInstanceOf(Resolution.Resolved.class, resolve("hunter2"));
  }

  @Test
  void shouldLookIntoTheRepositoryToo() {
    SecretProvider provider = new ProviderOfRepository();
    Secrets secrets = new Secrets(List.of(provider)).without(authority);
    MemoryTree tree = MemoryTree.of("key", KEY).with("other", "hunter2");

    assertTrue(
        reason(secrets.resolve(SecretRef.parse("repo:key"), () -> tree)).contains("mesh.ca.key"));
    Resolution other = secrets.resolve(SecretRef.parse("repo:other"), () -> tree);
    assertEquals("hunter2", assertInstanceOf(Resolution.Resolved.class, other).secret().reveal());
  }

  /** Its secrets are files of the revision, not even encrypted. */
  private static final class ProviderOfRepository implements SecretProvider, ReadsRepository {
    @Override
    public String name() {
      return "repo";
    }

    @Override
    public Resolution resolve(SecretRef ref) {
      return new Resolution.Unresolvable("it is in the repository");
    }

    @Override
    public Resolution resolve(SecretRef ref, FileTree files) {
      try {
        return new Resolution.Resolved(
            Secret.of(files.read(ref.path()).orElseThrow().text().orElseThrow()));
      } catch (FileTree.UnreadableFile e) {
        return new Resolution.Unresolvable(e.getMessage());
      }
    }
  }
}
