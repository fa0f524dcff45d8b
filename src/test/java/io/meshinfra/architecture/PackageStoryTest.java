package io.meshinfra.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.meshinfra.architecture.MainCode.packages;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The table of packages and who may do what. Each rule says what to do instead. */
@AnalyzeClasses(packages = MainCode.BASE, importOptions = MainCode.class)
class PackageStoryTest {
  /** A package, then the packages that it may use. */
  private static final List<Row> TABLE =
      List.of(
          row("model"),
          row("secret", "model"),
          row("transport", "model", "secret"),
          row("forge", "model", "secret"),
          row("identity", "model", "secret"),
          row("tailnet", "model", "secret"),
          row("resource", "model"),
          row("source", "model", "secret"),
          row("desired", "model", "resource"),
          row("rollout", "model", "desired"),
          row("expression", "model", "desired"),
          row("network", "model", "resource", "desired", "expression"),
          row("probe", "model", "resource", "desired", "transport"),
          row("join", "model", "secret", "transport", "resource", "desired", "network"),
          row("drift", "model", "resource", "desired"),
          row("plan", "model", "resource", "drift"),
          row("adopt", "model", "resource", "desired", "drift", "plan"),
          row("policy", "model", "resource", "desired", "expression", "drift", "plan"),
          row("session", "model", "resource", "desired", "drift", "policy"),
          row("grounding", "model", "resource", "desired"),
          row(
              "converge",
              "model secret transport resource desired network probe drift plan policy".split(" ")),
          row(
              "report",
              "model resource desired network drift plan policy session converge".split(" ")),
          row(
              "journal",
              "model resource desired drift plan policy session report converge rollout"
                  .split(" ")),
          row(
              "reconcile",
              ("model secret transport forge identity tailnet resource source desired network probe"
                      + " drift plan adopt join policy session converge report journal rollout")
                  .split(" ")),
          row(
              "review",
              ("model secret transport forge resource source desired network probe drift plan"
                      + " adopt policy session converge report journal reconcile")
                  .split(" ")),
          row(
              "cli",
              ("reconcile journal report model secret identity desired source resource network adopt join"
                      + " policy plan session grounding")
                  .split(" ")),
          row("rest", "reconcile", "journal", "report", "model", "session", "adopt"),
          row("web", "reconcile", "journal", "report", "model"),
          row("mcp", "reconcile", "journal", "report", "model", "session"));

  /** Rows of the table whose package is still to come, and why. */
  private static final Map<String, String> LATER = Map.of("web", "the REST interface comes first");

  @ArchTest
  static void everyPackageIsARowAndEveryRowAPackage(JavaClasses main) {
    Set<String> packages = main.stream().map(PackageStoryTest::topPackage).collect(sorted());
    Set<String> rows =
        TABLE.stream().map(Row::name).filter(name -> !LATER.containsKey(name)).collect(sorted());

    assertEquals(
        rows,
        packages,
        "a new package gets a row in TABLE and in the architecture page;"
            + " one that has come leaves LATER, one that is gone leaves TABLE");
  }

  @ArchTest
  static void packagesUseOnlyWhatTheirRowAllows(JavaClasses main) {
    LayeredArchitecture story =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (Row row : TABLE) {
      story = story.layer(row.name()).definedBy(packages(row.name()));
    }
    for (Row row : TABLE) {
      var layer = story.whereLayer(row.name());
      story =
          row.uses().isEmpty()
              ? layer.mayNotAccessAnyLayer()
              : layer.mayOnlyAccessLayers(row.uses().toArray(String[]::new));
    }
    story
        .because(
            "each stage takes one noun and gives the next: hand over a value of an earlier package,"
                + " or let reconcile, which knows them all, do the wiring")
        .check(main);
  }

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching(MainCode.BASE + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because("a noun that two stages need belongs to the earlier one, or to model");

  @ArchTest
  static final ArchRule partsOfReconcileStandOnTheirOwn =
      CompositeArchRule.of(
              slices().matching(MainCode.BASE + ".reconcile.(*)..").should().beFreeOfCycles())
          .and(
              noClasses()
                  .that()
                  .resideInAPackage(MainCode.BASE + ".reconcile.*..")
                  .should()
                  .dependOnClassesThat(
                      JavaClass.Predicates.resideInAPackage(MainCode.BASE + ".reconcile")
                          .and(
                              describe(
                                  "are no refusal", type -> !type.isEquivalentTo(NotNow.class)))))
          .because("the root puts the parts together: hand a part what it needs of the root");

  @ArchTest
  static final ArchRule groupsOfCommandsKnowWhatTheyShareOnly =
      slices()
          .matching(MainCode.BASE + ".cli.(*)..")
          .should()
          .beFreeOfCycles()
          .because("what two groups of commands need belongs to cli.fleet, cli.text or cli");

  @ArchTest
  static final ArchRule onlyTheOutcomeOfConvergeIsReportedAndKept =
      noClasses()
          .that()
          .resideInAnyPackage(packages("report", "journal"))
          .should()
          .dependOnClassesThat(describe("act in converge", PackageStoryTest::actsInConverge))
          .because("a report tells what came of a run: put that into the outcome")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyImportsAKind =
      leaves("resource").because("ResourceTypes finds the kinds: ask the contract, not the kind");

  @ArchTest
  static final ArchRule nobodyImportsATransport =
      leaves("transport").because("use Transport; reconcile puts the ways in together");

  @ArchTest
  static final ArchRule nobodyImportsAForge =
      leaves("forge", "forge.client")
          .because("use Forge; reconcile picks the one, and forge.client has what they share");

  @ArchTest
  static final ArchRule nobodyImportsASecretProvider =
      leaves("secret", "secret.program", "secret.server")
          .because("use SecretProvider; reconcile picks the one");

  @ArchTest
  static final ArchRule nodesAreReachedOnlyToProbeAndToConverge =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages("transport", "probe", "converge", "join"))
          .should()
          .callMethodWhere(
              describe(
                  "a script runs on a node",
                  call ->
                      call.getTargetOwner().isAssignableTo(Transport.class)
                          && Set.of("run", "runAnew").contains(call.getTarget().getName())))
          .because(
              "what is no probe is a step of an approved plan; only while a machine joins or leaves"
                  + " there is no plan for it");

  @ArchTest
  static final ArchRule onlyTheGateApproves =
      noClasses()
          .that()
          .resideOutsideOfPackage(MainCode.BASE + ".policy")
          .should()
          .callConstructorWhere(
              describe(
                  "a plan is approved",
                  call -> call.getTargetOwner().isEquivalentTo(ApprovedPlan.class)))
          .because("only PolicyGate approves: write a rule for it");

  @ArchTest
  static final ArchRule namesSayARole =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|(?<!Package)Managers?)(\\$.*)?")
          .because("such a name can hold anything: split it by noun");

  /** A kind, transport, forge or provider knows itself only; of the last three reconcile may. */
  private static ArchRule leaves(String parent, String... shared) {
    String below = MainCode.BASE + "." + parent + ".*..";
    String wiring = parent.equals("resource") ? below : MainCode.BASE + ".reconcile..";
    return CompositeArchRule.of(
            noClasses()
                .that()
                .resideOutsideOfPackages(below, wiring)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(below))
        .and(
            slices()
                .matching(MainCode.BASE + "." + parent + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    JavaClass.Predicates.resideInAnyPackage(packages(shared)))
                .allowEmptyShould(true));
  }

  private static boolean actsInConverge(JavaClass other) {
    JavaClass outermost = other;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return other.getPackageName().startsWith(MainCode.BASE + ".converge")
        && !Set.of("Outcome", "StepResult", "Convergence").contains(outermost.getSimpleName());
  }

  private static String topPackage(JavaClass type) {
    String below = type.getPackageName().substring(MainCode.BASE.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }

  private static Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static Row row(String name, String... uses) {
    return new Row(name, Set.of(uses));
  }

  private record Row(String name, Set<String> uses) {}
}
