package io.meshinfra.policy.sudoers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The cases of {@code src/test/resources/policy/sudoers}, and what they cannot say. */
class SudoersLintTest {
  private static final Path CASES = Path.of("src/test/resources/policy/sudoers");

  @TestFactory
  List<DynamicTest> refused() throws IOException {
    return cases(
        "refused.yaml",
        each -> {
          assertFalse(each.found().isEmpty(), "accepted: " + each.fields());
          assertTrue(each.found().stream().anyMatch(Weakness::direct), "only warned of");
          each.checkReasons();
        });
  }

  @TestFactory
  List<DynamicTest> warned() throws IOException {
    return cases(
        "warned.yaml",
        each -> {
          assertFalse(each.found().isEmpty(), "accepted");
          assertTrue(each.found().stream().noneMatch(Weakness::direct), each.told());
          each.checkReasons();
        });
  }

  @TestFactory
  List<DynamicTest> accepted() throws IOException {
    return cases("accepted.yaml", each -> assertEquals(List.of(), each.found()));
  }

  @Test
  void shouldTellTheLineInWhichARuleBegins() {
    List<Weakness> found =
        SudoersLint.check(
            "# one\nann ALL = /bin/true\n\nops ALL = \\\n  /usr/bin/systemctl stop *\n", Set.of());

    assertEquals(
        List.of(
            new Weakness(
                4,
                true,
                "ops may run \"/usr/bin/systemctl stop ssh\" as root, which stops the SSH server;"
                    + " name the exact commands: in arguments, * matches blanks and slashes too")),
        found);
  }

  @Test
  void shouldAllowAdministratorsEverythingButNoWildcards() {
    Set<String> administrators = Set.of("%admins", "mesh-ops");

    assertEquals(
        List.of(), SudoersLint.check("mesh-ops, %admins ALL = NOPASSWD: ALL", administrators));
    assertEquals(1, SudoersLint.check("mesh-ops, ann ALL = NOPASSWD: ALL", administrators).size());
    assertEquals(
        1, SudoersLint.check("mesh-ops ALL = /usr/bin/systemctl stop *", administrators).size());
  }

  @Test
  void shouldLookThroughAnAliasOfAdministrators() {
    String file = "User_Alias BOSSES = ann, bob\nBOSSES ALL = NOPASSWD: ALL\n";

    assertEquals(List.of(), SudoersLint.check(file, Set.of("ann", "bob")));
    assertEquals(1, SudoersLint.check(file, Set.of("ann")).size());
  }

  @Test
  void shouldNotBeHeldUpByRulesMadeToBeSlow() {
    StringBuilder aliases = new StringBuilder("Cmnd_Alias A0 = /bin/a*a*a*a*a*a*a*b *a*a*a*a*\n");
    for (int i = 1; i < 30; i++) {
      aliases.append("Cmnd_Alias A%d = A%d, A%d\n".formatted(i, i - 1, i - 1));
    }
    String stars = "/usr/bin/" + "*[a-z]?".repeat(200) + " " + "*s?t*[!x]".repeat(100);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertTrue(
                SudoersLint.check(aliases + "ops ALL = A29\nops ALL = " + stars, Set.of()).stream()
                    .anyMatch(Weakness::direct)));
  }

  @Test
  void shouldShowHostileNamesOnOneLine() {
    List<Weakness> found = SudoersLint.check("a\u001b[31mb ALL = ALL", Set.of());

    assertFalse(found.getFirst().reason().contains("\u001b"), found.toString());
  }

  /** One case with what the lint says of it. */
  private record Case(Map<?, ?> fields, List<Weakness> found) {
    String told() {
      return found.toString();
    }

    void checkReasons() {
      contains("may", " may run \"%s\" as root");
      contains("which", ", which %s;");
      contains("reason", "%s");
    }

    private void contains(String field, String form) {
      if (fields.get(field) != null) {
        String part = form.formatted(fields.get(field));
        assertTrue(
            found.stream().anyMatch(weakness -> weakness.reason().contains(part)),
            () -> "not told: " + part + "\nbut: " + told());
      }
    }
  }

  private static List<DynamicTest> cases(String file, Consumer<Case> check) throws IOException {
    Object cases =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(CASES.resolve(file)));
    return ((List<?>) cases)
        .stream()
            .map(fields -> (Map<?, ?>) fields)
            .map(fields ->
                dynamicTest(
                    fields.get("name") + ": " + fields.get("rule"),
                    () ->
                        check.accept(
                            new Case(
                                fields,
                                SudoersLint.check(String.valueOf(fields.get("rule")), Set.of())))))
            .toList();
  }
}
