package io.meshinfra.secret.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.SecretSettings.Programs;
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
 * What both stores do, against a program of the test that takes the arguments of the real one,
 * keeps them, and answers like it: the text of an entry, a list for a folder, an error for what is
 * not there.
 */
@Timeout(60)
abstract class PasswordStoreContract {
  @TempDir Path folder;

  abstract String name();

  abstract SecretProvider provider();

  /** What the program gets in front of the name of the entry. */
  abstract List<String> arguments();

  private SecretProvider with(String body, Duration patience) throws IOException {
    Path program = folder.resolve(name());
    Files.writeString(
        program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + folder.resolve("seen") + "\n" + body);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Programs programs = new Programs(Map.of(name(), program), patience, Optional.empty());
    return provider().within(new SecretSettings(List.of(), "X_", programs, Map.of()));
  }

  private Resolution resolve(String entry, String body) throws IOException {
    return with(body, Duration.ofSeconds(20)).resolve(new SecretRef(name(), entry));
  }

  private static String value(Resolution resolution) {
    return assertInstanceOf(Resolution.Resolved.class, resolution, resolution.toString())
        .secret()
        .reveal();
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @Test
  void shouldTellThePassword() throws IOException {
    assertEquals("hunter2 'ü'", value(resolve("web/db", "printf \"hunter2 'ü'\\nuser: app\\n\"")));
    List<String> seen = Files.readAllLines(folder.resolve("seen"));
    assertEquals(arguments(), seen.subList(0, seen.size() - 1));
    assertEquals("web/db", seen.getLast());
  }

  @Test
  void shouldGiveNoEntryToAShell() throws IOException {
    resolve("$(touch " + folder.resolve("pwned") + ")", "echo x");

    assertFalse(Files.exists(folder.resolve("pwned")));
  }

  @Test
  void shouldTellALine() throws IOException {
    assertEquals("app", value(resolve("web/db#user", "printf 'hunter2\\nuser: app\\n'")));
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    String reason =
        reason(resolve("web/none", "echo noise; echo 'web/none is not in the store' >&2; exit 1"));

    assertTrue(reason.startsWith("exit code 1 of " + name() + ": "), reason);
    assertTrue(reason.endsWith("web/none is not in the store"), reason);
    assertFalse(reason.contains("noise"), reason);
  }

  @Test
  void shouldNotTakeAFolderForASecret() throws IOException {
    assertTrue(reason(resolve("web", "printf 'web\\n└── db\\n'")).contains("is a folder"));
  }

  @Test
  void shouldNotWaitForAPersonForEver() throws IOException {
    SecretProvider slow = with("exec sleep 60", Duration.ofSeconds(1));

    String reason = reason(slow.resolve(new SecretRef(name(), "web/db")));

    assertTrue(reason.contains("passphrase"), reason);
  }

  @Test
  void shouldRefuseTooMuch() throws IOException {
    assertTrue(reason(resolve("big", "head -c 70000 /dev/zero")).contains("more than"));
  }

  @Test
  void shouldRefuseWhatIsNoText() throws IOException {
    assertTrue(reason(resolve("binary", "printf '\\377\\376'")).contains("UTF-8"));
  }

  @Test
  void shouldSayThatTheProgramIsNotThere() {
    Programs none =
        new Programs(
            Map.of(name(), folder.resolve("none")), Duration.ofSeconds(1), Optional.empty());

    Resolution resolution =
        provider()
            .within(new SecretSettings(List.of(), "X_", none, Map.of()))
            .resolve(new SecretRef(name(), "a"));

    assertTrue(reason(resolution).contains("cannot be started"), reason(resolution));
  }

  @Test
  void shouldNotPassTheEnvironmentOfTheHubOn() throws IOException {
    String seen = value(resolve("env#*", "env"));

    assertTrue(seen.contains("PATH="), seen);
    assertFalse(seen.contains("JAVA_HOME="), seen);
  }
}
