package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class PersonTest {
  private static final Target TARGET =
      new Target(
          new NodeName("web"),
          List.of(AccessPath.ssh("ssh", "192.0.2.1", 22)),
          List.of(),
          "ada",
          Target.Become.SUDO);
  private static final ShellScript SCRIPT =
      ShellScript.of("printf '%s|' {} {}; cat", "it's $HOME", "ä\nb");

  @TempDir Path temp;

  /** In place of sudo: notes its arguments and the first line, and runs the rest. */
  private String run(Person person) throws Exception {
    Path sudo = temp.resolve("sudo");
    Files.writeString(
        sudo,
        """
        #!/bin/sh
        for word; do printf '%s\\n' "$word" >>"$NOTES"; done
        IFS= read -r password
        printf '%s' "$password" >"$NOTES.password"
        while [ "$1" != -- ]; do shift; done
        shift
        exec "$@"
        """);
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder shell = new ProcessBuilder("sh");
    shell.environment().put("PATH", temp + ":" + System.getenv("PATH"));
    shell.environment().put("NOTES", temp.resolve("notes").toString());
    Process process = shell.redirectErrorStream(true).start();
    try (var input = process.getOutputStream()) {
      input.write(person.asRoot(SCRIPT).text().getBytes(StandardCharsets.UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain pw", "it's $(id) `x` \"q\" 100% \\n", "ä ö", "--n"})
  void shouldGiveThePasswordToSudoAndTheScriptToTheShell(String password) throws Exception {
    String said = run(new Person(TARGET, Optional.of(Secret.of(password))));

    assertEquals("it's $HOME|ä\nb|", said);
    assertEquals(password, Files.readString(temp.resolve("notes.password")));
    String words = Files.readString(temp.resolve("notes"));
    assertFalse(words.lines().anyMatch(word -> word.contains(password)), words);
    assertEquals("-k\n-S\n-p\n\n--\n/bin/sh\n-c\nread -r n && eval \"$(head -c \"$n\")\"\n", words);
  }

  @Test
  void shouldLeaveTheScriptAloneWhereSudoAsksForNothing() {
    Person ada = new Person(TARGET, Optional.empty());

    assertEquals(SCRIPT, ada.asRoot(SCRIPT));
    assertEquals(TARGET, ada.reached());
  }
}
