package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meshinfra.model.ShellScript;
import io.meshinfra.support.StubbedShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of all case files are valid for the {@code sh} of this machine. */
class CaseScriptsTest {
  private static final Path CASES = Path.of("src/test/resources/resource");

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyScriptOfEveryCase() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : files()) {
      List<String> scripts = scripts(ResourceCase.read(file).actions());
      if (!scripts.isEmpty()) {
        tests.add(dynamicTest(CASES.relativize(file).toString(), () -> parse(scripts)));
      }
    }
    assertFalse(tests.isEmpty());
    return tests;
  }

  private void parse(List<String> scripts) {
    for (String script : scripts) {
      StubbedShell.Ran ran =
          new StubbedShell(folder)
              .act(ShellScript.of("cd {}; printf '%s' {} >case.sh; sh -n case.sh", folder, script));
      assertEquals(0, ran.exitCode(), ran.errors());
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(CASES)) {
      return all.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static List<String> scripts(String actions) {
    List<String> scripts = new ArrayList<>();
    for (String action : actions.split("(?m)^--- ")) {
      if (action.startsWith("shell")) {
        scripts.add(action.substring(action.indexOf('\n') + 1));
      }
    }
    return scripts;
  }
}
