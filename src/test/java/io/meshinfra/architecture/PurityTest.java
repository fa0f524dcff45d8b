package io.meshinfra.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What decides does not act: the same code serves the hub, a laptop and a pull request. */
@AnalyzeClasses(packages = MainCode.BASE, importOptions = MainCode.class)
class PurityTest {
  /** What java.net has for text only. */
  private static final Set<String> NO_SOCKETS =
      Set.of(
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.net.URLEncoder",
          "java.net.URLDecoder");

  @ArchTest
  static final ArchRule pureCodeDoesNotReachOutside =
      noClasses()
          .that()
          .resideInAnyPackage(MainCode.PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.sql..",
                      "javax.sql..",
                      "org.eclipse.jgit..",
                      "org.apache.sshd..",
                      "jakarta.ws.rs..",
                      "jakarta.enterprise..",
                      "jakarta.inject..",
                      "io.quarkus..",
                      "io.smallrye..",
                      "org.eclipse.microprofile..")
                  .or(describe("are sockets", PurityTest::isSocket))
                  .or(describe("are files", type -> type.getName().startsWith("java.io.File")))
                  .or(describe("are processes", PurityTest::isProcess)))
          .because(
              "mesh diff and a pull request run this code without a hub:"
                  + " take what is outside as an argument, files as a model.FileTree");

  @ArchTest
  static final ArchRule pureCodeDoesNotReadTheClock =
      noClasses()
          .that()
          .resideInAnyPackage(MainCode.PURE)
          .should()
          .accessTargetWhere(describe("the machine tells the time", PurityTest::readsTheClock))
          .because("the same input gives the same plan: take an Instant as an argument");

  @ArchTest
  static final ArchRule modelKnowsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("io.meshinfra.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.meshinfra.model..", "com.google.errorprone.annotations")
          .because("every stage speaks these words: keep a library in the package that needs it");

  @ArchTest
  static final ArchRule resourceTypesKnowNoFramework =
      classes()
          .that()
          .resideInAPackage("io.meshinfra.resource..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.meshinfra.model..",
              "io.meshinfra.resource..",
              "com.google.auto.service",
              "com.google.errorprone.annotations",
              "jakarta.validation.constraints")
          .because(
              "a type is found by ServiceLoader, with and without a hub: annotate it with"
                  + " @AutoService(ResourceType.class) and say the rest in shell and constraints");

  @ArchTest
  static final ArchRule recordsCopyTheirCollections =
      classes()
          .that(describe("are public records of collections", CopiesCollections::isNeededBy))
          .should(new CopiesCollections())
          .because("what is handed on must not change any more: List.copyOf in the constructor");

  static boolean isProcess(JavaClass type) {
    return Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime")
        .contains(type.getName());
  }

  private static boolean isSocket(JavaClass type) {
    return type.getPackageName().startsWith("java.net") && !NO_SOCKETS.contains(type.getName());
  }

  private static boolean readsTheClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
        || owner.equals("java.lang.System")
            && Set.of("currentTimeMillis", "nanoTime").contains(name)
        || owner.startsWith("java.time.") && name.equals("now") && !takesAClock(access.getTarget())
        || owner.equals("java.util.Date") && takesNothing(access.getTarget());
  }

  private static boolean takesAClock(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget code
        && code.getRawParameterTypes().stream()
            .anyMatch(t -> t.getName().equals("java.time.Clock"));
  }

  private static boolean takesNothing(AccessTarget target) {
    return target instanceof AccessTarget.ConstructorCallTarget code
        && code.getRawParameterTypes().isEmpty();
  }
}
