package io.meshinfra.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.SecretSettings.Programs;
import io.meshinfra.secret.env.EnvironmentSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What manifests may not ask for: the keys and passwords of the hub itself. */
class SecretBoundsTest {
  @TempDir Path folder;
  private Path inside;
  private Path outside;
  private Secrets secrets;

  @BeforeEach
  void setUp() throws IOException {
    inside = Files.createDirectory(folder.resolve("secrets"));
    outside = secret(folder.resolve("hub-key"), "key of the hub");
    secrets = Secrets.within(SecretSettings.in(inside));
  }

  private static Path secret(Path file, String value) throws IOException {
    Files.writeString(file, value);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Resolution resolve(Path file) {
    return secrets.resolve(SecretRef.parse("file:" + file));
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Unresolvable.class, resolution).reason();
  }

  @Test
  void shouldGiveWhatIsInTheFolder() throws IOException {
    Resolution found = resolve(secret(inside.resolve("db"), "for a node\n"));

    assertEquals("for a node", assertInstanceOf(Resolved.class, found).secret().reveal());
  }

  @Test
  void shouldRefuseAFileElsewhere() {
    assertTrue(reason(resolve(outside)).contains("mesh.secrets.folders"));
  }

  @Test
  void shouldRefuseAWayOut() {
    assertTrue(reason(resolve(inside.resolve("../hub-key"))).contains("mesh.secrets.folders"));
  }

  @Test
  void shouldRefuseALinkOut() throws IOException {
    Path link = Files.createSymbolicLink(inside.resolve("link"), outside);

    assertTrue(reason(resolve(link)).contains("mesh.secrets.folders"));
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertTrue(reason(resolve(inside.resolve("none"))).startsWith("there is no file"));
  }

  @Test
  void shouldRefuseTheEnvironmentOfTheHub() {
    SecretProvider provider =
        new EnvironmentSecrets(Map.of("GIT_TOKEN", "hub", "MESH_SECRET_DB", "node"))
            .within(SecretSettings.in(inside));

    assertTrue(
        reason(provider.resolve(SecretRef.parse("env:GIT_TOKEN"))).contains("mesh.secrets.prefix"));
    assertInstanceOf(Resolved.class, provider.resolve(SecretRef.parse("env:MESH_SECRET_DB")));
  }

  @Test
  void shouldRefuseAnEmptyPrefix() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SecretSettings(List.of(), "", Programs.USUAL, Map.of()));
  }

  @Test
  void shouldComplainOfANameWithoutLookingItUp() {
    assertEquals(
        Optional.empty(), secrets.complaint(SecretRef.parse("file:" + inside.resolve("none"))));
    assertTrue(secrets.complaint(SecretRef.parse("gopas:x")).orElseThrow().contains("no provider"));
    assertTrue(
        secrets.complaint(SecretRef.parse("file:relative")).orElseThrow().contains("absolute"));
  }

  @Test
  void shouldRefuseAProviderThatSetsNoBounds() {
    SecretProvider careless =
        new SecretProvider() {
          @Override
          public String name() {
            return "careless";
          }

          @Override
          public Resolution resolve(SecretRef ref) {
            return new Resolved(Secret.of("all of it"));
          }
        };

    SecretProvider bounded = careless.within(SecretSettings.in(inside));

    assertTrue(
        reason(bounded.resolve(SecretRef.parse("careless:x")))
            .contains("configuration of the hub"));
  }
}
