package io.meshinfra.secret.age;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/**
 * Against a program of the test that takes the arguments of age and "decrypts" by turning letters
 * around; it fails without the right identity, as age does.
 */
@Timeout(60)
class AgeSecretsTest {
  private static final MemoryTree FILES =
      new MemoryTree().with("secrets/db.age", "2ergauh\n").with("secrets/empty.age", "\n");

  @TempDir Path folder;

  private Secrets secrets(Optional<Path> identity) throws IOException {
    Path program = folder.resolve("age");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$*" = "--decrypt --identity $(dirname "$0")/identity" ] || { echo "usage: $*" >&2; exit 2; }
        grep -q AGE-SECRET-KEY "$3" || { printf 'age: error: no identity matched\\nage: report this\\n' >&2; exit 1; }
        rev
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Programs programs = new Programs(Map.of("age", program), Duration.ofSeconds(20), identity);
    return Secrets.within(new SecretSettings(List.of(), "X_", programs, Map.of()));
  }

  private Resolution resolve(String path, String identity) throws IOException {
    Path file = Files.writeString(folder.resolve("identity"), identity);
    return secrets(Optional.of(file)).resolve(new SecretRef("age", path), () -> FILES);
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @Test
  void shouldDecryptAFileOfTheRepository() throws IOException {
    Resolution found = resolve("secrets/db.age", "AGE-SECRET-KEY-1");

    assertEquals("huagre2", assertInstanceOf(Resolution.Resolved.class, found).secret().reveal());
  }

  @Test
  void shouldSayWhyNot() throws IOException {
    assertTrue(reason(resolve("secrets/none.age", "AGE-SECRET-KEY-1")).contains("no file"));
    assertTrue(reason(resolve("secrets/empty.age", "AGE-SECRET-KEY-1")).contains("empty"));
    assertTrue(reason(resolve("secrets/db.age", "other")).contains("no identity matched"));
  }

  @Test
  void shouldStayInTheRepository() throws IOException {
    for (String path : List.of("/etc/shadow", "../x.age", "a/./b", "")) {
      assertTrue(
          reason(resolve(path, "AGE-SECRET-KEY-1")).contains("from the root of the repository"),
          path);
    }
  }

  @Test
  void shouldSayThatTheHubHasNoIdentity() throws IOException {
    Resolution none =
        secrets(Optional.empty()).resolve(new SecretRef("age", "secrets/db.age"), () -> FILES);

    assertTrue(reason(none).contains("mesh.secrets.identity"), reason(none));
  }
}
