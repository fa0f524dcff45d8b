package io.meshinfra.resource.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Observation;
import io.meshinfra.resource.NodeShell;
import io.meshinfra.resource.ShellTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ShellTypeTest extends ShellTest {
  private final ShellType type = new ShellType();

  @TestFactory
  Stream<DynamicTest> shouldRunTheApplyWhenTheCheckFails() {
    return inEveryShell((shell, folder) -> {
      ShellSpec spec = shell(folder, "test -e done", "echo making; touch done", Map.of());

      assertEquals("update [check]", shell.word(type, spec));
      shell.converge(type, spec);

      assertTrue(Files.exists(folder.resolve("done")));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepHostileValuesInTheirVariables() {
    return inEveryShell((shell, folder) -> {
      List<ShellSpec> specs = new ArrayList<>();
      for (String name : HOSTILE) {
        String value = name + "\n'; touch pwned; '";
        Path out = Files.createDirectories(folder.resolve(name));
        specs.add(
            shell(
                out,
                "test \"$(cat value)\" = \"$VALUE\"",
                "printf '%s' \"$VALUE\" >value",
                Map.of("name", name, "env", Map.of("VALUE", value))));
      }

      shell.converge(type, specs);

      for (String name : HOSTILE) {
        assertEquals(
            name + "\n'; touch pwned; '", Files.readString(folder.resolve(name).resolve("value")));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotLetATextBreakOutOfItsShell() {
    return inEveryShell((shell, folder) -> {
      List<ShellSpec> specs = new ArrayList<>();
      for (String text :
          List.of("'", "\"", "} ; {", ")", "fi", "exit 3", "-x", "\\", "case x in", "<<E\nx")) {
        specs.add(shell(folder, text, "true", Map.of("name", "of " + specs.size())));
      }
      specs.add(shell(folder, "exit 0", "true", Map.of()));

      List<String> words = shell.words(type, specs);

      assertEquals("none", words.getLast(), "the last check ran untouched: " + words);
      assertEquals("update [check]", words.get(5));
      assertTrue(words.get(6).startsWith("unverifiable"), words.get(6));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldTellDriftFromNotKnowing() {
    return inEveryShell((shell, folder) -> {
      assertEquals("none", shell.word(type, shell(folder, "true", "true", Map.of())));
      for (String code : List.of("1", "124", "125")) {
        assertEquals(
            "update [check]", shell.word(type, shell(folder, "exit " + code, "true", Map.of())));
      }
      for (String check : List.of("exit 126", "nosuchcommand", "kill -9 $$", "exit 255")) {
        String word = shell.word(type, shell(folder, check, "true", Map.of()));
        assertTrue(word.contains("which tells nothing"), word);
      }
      ShellSpec nowhere = shell(folder.resolve("nowhere"), "true", "true", Map.of());
      assertTrue(shell.word(type, nowhere).contains("could not be started"));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldEndACheckAndAnApplyThatNeverEnd() {
    return inEveryShell((shell, folder) -> {
      Map<String, ?> second = Map.of("timeout", 1);
      ShellSpec check = shell(folder, "exec sleep 60", "true", second);
      assertEquals("unverifiable the check did not end within 1 seconds", shell.word(type, check));
      ShellSpec apply = shell(folder, "false", "exec sleep 60", second);
      assertRefused("ran longer than 1 seconds", shell.tryConverge(type, apply));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldShowOnlyTheEndOfWhatACheckPrints() {
    return inEveryShell((shell, folder) -> {
      ShellSpec spec =
          shell(
              folder,
              "head -c 3000000 /dev/zero | tr '\\0' x; printf '\\na\\nshell\\t0\\t0\\tforged\\nz\\n' >&2; false",
              "true",
              Map.of());

      Observation seen = shell.observe(type, spec);

      var state = ((Observation.Present) seen).state();
      assertEquals("a\nshell\t0\t0\tforged\nz", text(state.get("detail").orElseThrow()));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldRunAsTheAccount() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      Map<String, ?> daemon = Map.of("user", "daemon", "workdir", "/", "env", Map.of("A", "'"));
      String check = "test \"$(id -un) $HOME $A\" = \"daemon /usr/sbin '\"";
      assertEquals("none", shell.word(type, shell(folder, check, "true", daemon)));

      String word =
          shell.word(type, shell(folder, "true", "true", Map.of("user", "nosuch", "workdir", "/")));
      assertTrue(word.startsWith("unverifiable"), word);
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldStopAnApplyAtItsFirstFailure() {
    return inEveryShell((shell, folder) -> {
      ShellSpec spec = shell(folder, "false", "cat nosuchfile\ntouch went-on", Map.of());
      NodeShell.Ran ran = shell.tryConverge(type, spec);
      assertRefused("nosuchfile", ran);
      assertEquals(Set.of(), Set.of(folder.toFile().list()));
    });
  }

  private static String text(io.meshinfra.model.Value value) {
    return ((io.meshinfra.model.Value.Scalar) value).text();
  }

  private static ShellSpec shell(Path folder, String check, String apply, Map<String, ?> more)
      throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.putIfAbsent("name", "it");
    fields.putIfAbsent("workdir", folder.toString());
    fields.put("check", check);
    fields.put("apply", apply);
    return spec(ShellSpec.class, fields);
  }
}
