package io.meshinfra.secret.sops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.SecretSettings.Programs;
import io.meshinfra.secret.Secrets;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against a program of the test that takes the arguments of sops and prints the file as it is,
 * which stands for the decrypted one.
 */
@Timeout(60)
class SopsSecretsTest {
  private static final MemoryTree FILES =
      new MemoryTree()
          .with(
              "secrets/prod.yaml",
              """
              {"db": {"password": "hunter2", "port": 5432, "none": null, "empty": ""},
               "keys": ["first", "second"]}
              """)
          .with("secrets/broken.json", "hunter2 is no JSON");

  @TempDir Path folder;

  private Secrets secrets(Optional<Path> identity) throws IOException {
    Path program = folder.resolve("sops");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case $* in
          "--decrypt --input-type yaml --output-type json /dev/stdin") ;;
          "--decrypt --input-type json --output-type json /dev/stdin") ;;
          *) exit 100 ;;
        esac
        [ -z "$HOME" ] && [ "$SOPS_DECRYPTION_ORDER" = age ] || exit 101
        grep -q AGE-SECRET-KEY "$SOPS_AGE_KEY_FILE" || { echo "hunter2 in an error" >&2; exit 128; }
        cat
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Programs programs = new Programs(Map.of("sops", program), Duration.ofSeconds(20), identity);
    return Secrets.within(new SecretSettings(List.of(), "X_", programs, Map.of()));
  }

  private Resolution resolve(String name, String identity) throws IOException {
    Path file = Files.writeString(folder.resolve("identity"), identity);
    return secrets(Optional.of(file)).resolve(new SecretRef("sops", name), () -> FILES);
  }

  private Resolution resolve(String name) throws IOException {
    return resolve(name, "AGE-SECRET-KEY-1");
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @ParameterizedTest
  @CsvSource({"db.password, hunter2", "db.port, 5432", "keys.1, second"})
  void shouldFindAValue(String way, String value) throws IOException {
    Resolution found = resolve("secrets/prod.yaml#" + way);

    assertEquals(
        value,
        assertInstanceOf(Resolution.Resolved.class, found, found.toString()).secret().reveal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "db.user", "db.none", "db.empty", "keys", "keys.2", "keys.x"})
  void shouldSayThatThereIsNoText(String way) throws IOException {
    assertTrue(reason(resolve("secrets/prod.yaml#" + way)).contains("there is no text at"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secrets/prod.yaml", "secrets/prod.yaml#", "secrets/x.txt#a", "../x.yaml#a"})
  void shouldRefuseWhatIsNoName(String name) throws IOException {
    assertFalse(reason(resolve(name)).contains("exit code"), name);
  }

  @Test
  void shouldNotRepeatWhatIsInTheFile() throws IOException {
    assertFalse(reason(resolve("secrets/broken.json#a")).contains("hunter2"));
    String refused = reason(resolve("secrets/prod.yaml#db.password", "other"));
    assertTrue(refused.contains("exit code 128"), refused);
    assertFalse(refused.contains("hunter2"), refused);
  }

  @Test
  void shouldSayThatTheHubHasNoIdentity() throws IOException {
    Resolution none =
        secrets(Optional.empty())
            .resolve(new SecretRef("sops", "secrets/prod.yaml#a"), () -> FILES);

    assertTrue(reason(none).contains("mesh.secrets.identity"), reason(none));
  }
}
