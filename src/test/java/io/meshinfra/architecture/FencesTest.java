package io.meshinfra.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.meshinfra.architecture.MainCode.packages;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each library that touches the world has one home. */
@AnalyzeClasses(packages = MainCode.BASE, importOptions = MainCode.class)
class FencesTest {
  /** It starts processes, and it tells when this one ends. */
  private static final DescribedPredicate<JavaClass> RUNTIME =
      describe("are the runtime", type -> type.isEquivalentTo(Runtime.class));

  @ArchTest
  static final ArchRule jgitStaysInSource =
      only(packages("source"), "org.eclipse.jgit..").because("ask source for revisions and files");

  @ArchTest
  static final ArchRule openPgpStaysInSource =
      only(packages("source.signature"), "org.bouncycastle.openpgp..", "org.bouncycastle.bcpg..")
          .because("ask Signers what a signature is worth");

  @ArchTest
  static final ArchRule sshdStaysInTransportSsh =
      only(packages("transport.ssh", "source", "identity"), "org.apache.sshd..")
          .because(
              "say it with Transport; identity signs certificates, and source is there because JGit asks in sshd's words"
                  + " which host keys it may trust");

  @ArchTest
  static final ArchRule databasesStayInJournal =
      only(
              packages("journal"),
              "java.sql..",
              "javax.sql..",
              "org.flywaydb..",
              "io.agroal..",
              "io.quarkus.agroal..",
              "io.quarkus.flyway..",
              "org.h2..",
              "org.postgresql..")
          .because("give the journal a method that says what is wanted");

  @ArchTest
  static final ArchRule picocliStaysInCli =
      only(packages("cli"), "picocli..").because("commands parse, the engine acts");

  @ArchTest
  static final ArchRule jaxRsStaysInRestAndWeb =
      only(packages("rest", "web", "forge.*"), "jakarta.ws.rs..", "org.jboss.resteasy..")
          .because("doors translate, the engine acts; a forge's own REST is declared the same way");

  @ArchTest
  static final ArchRule modelContextProtocolStaysInMcp =
      only(packages("mcp"), "io.quarkiverse.mcp..").because("doors translate, the engine acts");

  @ArchTest
  static final ArchRule httpClientsStayAtTheEdge =
      only(packages("forge.*", "secret.server", "tailnet", "cli"), "java.net.http..")
          .because(
              "only forges, servers of secrets, Tailscale's API and the command line ask a server");

  @ArchTest
  static final ArchRule restClientsStayInForges =
      only(
              packages("forge.*"),
              "io.quarkus.rest.client..",
              "org.eclipse.microprofile.rest.client..",
              "jakarta.ws.rs.client..",
              "io.smallrye.jwt..")
          .because("forge.client has the bounds that every request needs");

  @ArchTest
  static final ArchRule yamlAndTemplatesStayInDesired =
      only(packages("desired"), "org.snakeyaml..", "com.hubspot..")
          .because("whatever comes after desired gets checked values, never text to parse");

  @ArchTest
  static final ArchRule expressionsStayInOnePlace =
      only(packages("expression"), "dev.cel..", "com.google.protobuf..")
          .because("give a Vocabulary your words and ask an Expression");

  @ArchTest
  static final ArchRule textDiffsStayInDriftAndReport =
      only(packages("drift", "report"), "com.github.difflib..")
          .because("drift finds differences, report draws them");

  @ArchTest
  static final ArchRule processesStartInThreePlaces =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              packages("transport.local", "converge.ansible", "secret.program"))
          .should()
          .dependOnClassesThat(describe("are processes", PurityTest::isProcess).and(not(RUNTIME)))
          .orShould()
          .callMethodWhere(
              describe(
                  "a process starts",
                  call ->
                      RUNTIME.test(call.getTargetOwner())
                          && call.getTarget().getName().equals("exec")))
          .because("a process needs bounds, quoting and an end: run a script through Transport");

  private static ArchRule only(String[] homes, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }
}
