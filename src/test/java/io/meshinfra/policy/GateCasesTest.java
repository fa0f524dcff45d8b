package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meshinfra.policy.condition.Condition;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code src/test/resources/policy/gate/<case>.yaml}; {@link GateCase} lists the fields.
 * {@code -Dgolden=overwrite} rewrites verdict and findings to what they are now.
 */
class GateCasesTest {
  private static final Path CASES = Path.of("src/test/resources/policy/gate");
  private static final String GOLDEN = "# what must come of it\n";

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    return files().stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)))
        .toList();
  }

  /** A condition that nothing accepts, or nothing refuses, is not tested. */
  @Test
  void shouldHaveAcceptedAndRefusedForEveryCondition() throws IOException {
    Set<String> accepted = new TreeSet<>();
    Set<String> stopped = new TreeSet<>();
    for (Path file : files()) {
      GateCase each = GateCase.read(file);
      Set<String> own =
          rules(each).stream()
              .filter(rule -> !rule.position().equals(BuiltIn.POSITION))
              .map(rule -> rule.condition().getClass().getSimpleName())
              .collect(Collectors.toSet());
      (each.text("verdict", "").equals("approved") ? accepted : stopped).addAll(own);
    }
    Set<String> all =
        Stream.of(Condition.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            // A plan changes no files of the repository: PathPolicyTest.
            .filter(name -> !name.equals("ProtectedFiles"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(all, accepted, "conditions with a case that is approved");
    assertEquals(all, stopped, "conditions with a case that is not");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.sorted().toList();
    }
  }

  private static List<PolicyRule> rules(GateCase each) {
    PolicySet set =
        new Policies(ResourceTypes.installed())
            .load(MemoryTree.of("infra/policy/case.yaml", each.policy()), "infra/policy");
    if (set instanceof PolicySet.Invalid invalid) {
      throw new AssertionError(invalid.mistakes().report());
    }
    return assertInstanceOf(PolicySet.Loaded.class, set).rules();
  }

  private static void check(Path file) throws IOException {
    assertTrue(file.toString().endsWith(".yaml"), file + " is not a case; cases end in .yaml");
    GateCase each = GateCase.read(file);
    Verdict verdict = new PolicyGate(rules(each)).judge(each.plan(), each.circumstances());
    List<String> told = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      String consent =
          finding.consent().filter(c -> !c.equals(Consent.ANYBODY)).map(c -> " " + c).orElse("");
      told.add(finding.severity().word() + consent + " " + finding);
    }
    if ("overwrite".equals(System.getProperty("golden"))) {
      overwrite(file, word(verdict), told);
      return;
    }
    assertEquals(each.list("findings"), told);
    assertEquals(each.text("verdict", ""), word(verdict));
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Approved approved ->
          "approved" + approved.plan().closes().map(at -> " until " + at).orElse("");
      case Verdict.AwaitingApproval awaiting ->
          "awaiting " + String.join(" and ", awaiting.missing());
      case Verdict.Refused refused -> refused.isPassing() ? "waiting" : "refused";
    };
  }

  private static void overwrite(Path file, String verdict, List<String> told) throws IOException {
    String before = Files.readString(file).split(GOLDEN, 2)[0].stripTrailing();
    String list =
        told.isEmpty()
            ? " []\n"
            : "\n"
                + told.stream()
                    .map(t -> "  - '" + t.replace("'", "''") + "'\n")
                    .collect(Collectors.joining());
    Files.writeString(
        file, before + "\n\n" + GOLDEN + "verdict: '" + verdict + "'\nfindings:" + list);
  }
}
