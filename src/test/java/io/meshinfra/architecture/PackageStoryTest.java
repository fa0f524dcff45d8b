package io.meshinfra.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of packages and the rules around it. Each rule says what to do instead. */
@AnalyzeClasses(packages = PackageStoryTest.BASE, importOptions = PackageStoryTest.MainCode.class)
class PackageStoryTest {
  static final String BASE = "io.meshinfra";

  private static final List<Row> TABLE =
      List.of(
          row("model").mayUse(),
          row("secret").mayUse("model"),
          row("transport").mayUse("model", "secret"),
          row("forge").mayUse("model", "secret"),
          row("resource").mayUse("model"),
          row("source").mayUse("model", "secret"),
          row("desired").mayUse("model", "resource"),
          row("network").mayUse("model", "resource", "desired"),
          row("probe").mayUse("model", "resource", "desired", "transport"),
          row("drift").mayUse("model", "resource", "desired"),
          row("plan").mayUse("model", "resource", "drift"),
          row("policy").mayUse("model", "resource", "plan"),
          row("converge").mayUse(allAbove().but("forge", "source")),
          row("report").mayUse(pure().and("converge")),
          row("journal").mayUse(pure().and("converge")),
          row("reconcile").mayUse(allAbove()),
          row("cli").mayUse("reconcile", "journal", "report", "model").and("desired", "source", "resource"),
          row("rest").mayUse("reconcile", "journal", "report", "model"),
          row("web").mayUse("reconcile", "journal", "report", "model"),
          row("mcp").mayUse("reconcile", "journal", "report", "model"));
}
