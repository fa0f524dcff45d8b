package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Adopts what the node says in each case of each kind. {@code src/test/resources/adopt/<kind>.txt}
 * says what becomes of the entry, or why it cannot be adopted; {@code -Dgolden=overwrite} writes it
 * anew. What was adopted is compared with the same lines of the node once more: a probe with the
 * new spec must find nothing to change in them.
 */
class AdoptionCasesTest {
  private static final Path CASES = Path.of("src/test/resources/resource");
  private static final Path GOLDEN = Path.of("src/test/resources/adopt");
  private static final NodeName NODE = new NodeName("n");

  @TestFactory
  Stream<DynamicTest> everyCaseOfEveryKind() {
    return ResourceTypes.installed().all().stream()
        .map(type -> DynamicTest.dynamicTest(type.kind().name(), () -> check(type)));
  }

  @TestFactory
  DynamicTest noFileIsUnused() throws IOException {
    Set<String> files = new TreeSet<>(names(GOLDEN));
    return DynamicTest.dynamicTest(
        "no file is unused",
        () ->
            assertEquals(
                ResourceTypes.installed().kinds().stream()
                    .map(kind -> kind + ".txt")
                    .collect(Collectors.toCollection(TreeSet::new)),
                files));
  }

  private static <S> void check(ResourceType<S> type) throws IOException {
    Path folder = CASES.resolve(type.kind().name());
    StringBuilder told = new StringBuilder();
    for (String name : names(folder)) {
      ResourceCase each = ResourceCase.read(folder.resolve(name));
      if (each.refused().isEmpty()) {
        told.append(adopt(type, each));
      }
    }
    Path golden = GOLDEN.resolve(type.kind().name() + ".txt");
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, told);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", told.toString());
  }

  private static <S> String adopt(ResourceType<S> type, ResourceCase wanted) {
    MemoryTree tree = MemoryTree.of("desired/fleet.yaml", manifest(type, wanted));
    wanted.files().forEach(tree::with);
    Resource<S> resource = resource(type, tree);
    Observation seen = observe(type, resource.spec(), wanted);
    Optional<Change> change = DriftDetector.change(type.expected(resource.spec()), seen);
    if (change.isEmpty() || change.get() instanceof Change.Unverifiable) {
      return "";
    }
    Adoption adoption =
        new Adopter(ResourceTypes.installed())
            .adopt(tree, "desired", drift(tree, wanted, resource, change.get()));

    MemoryTree after = MemoryTree.of("desired/fleet.yaml", manifest(type, wanted));
    wanted.files().forEach(after::with);
    adoption.files().forEach(after::with);
    if (adoption.refused().isEmpty()) {
      S adopted = resource(type, after).spec();
      assertEquals(
          Optional.empty(),
          DriftDetector.change(type.expected(adopted), observe(type, adopted, wanted)),
          wanted.name() + ": a probe with the new spec still finds");
    } else {
      assertTrue(adoption.isEmpty(), wanted.name() + ": refused, and yet written");
    }
    return "== " + wanted.name() + "\n" + told(tree, adoption);
  }

  private static String told(MemoryTree before, Adoption adoption) {
    StringBuilder told = new StringBuilder();
    adoption.refused().forEach(refused -> told.append("no: " + refused.reason() + "\n"));
    adoption
        .files()
        .forEach((file, content) -> {
          List<String> old = new ArrayList<>(lines(before.read(file).orElseThrow()));
          List<String> now = new ArrayList<>(lines(content));
          List<String> gone = new ArrayList<>(old);
          now.forEach(gone::remove);
          old.forEach(now::remove);
          gone.forEach(line -> told.append("- " + line + "\n"));
          now.forEach(line -> told.append("+ " + line + "\n"));
        });
    return told.toString();
  }

  private static List<String> lines(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8).lines().toList();
  }

  private static List<Drift> drift(
      MemoryTree tree, ResourceCase wanted, Resource<?> resource, Change change) {
    Loading.Loaded loaded = load(tree);
    return List.of(
        new Drift(
            loaded.fleet().nodes().get(NODE).catalog(),
            wanted.facts(),
            Instant.EPOCH,
            List.of(new ResourceChange(resource, change, Origin.CORRECTIVE))));
  }

  @SuppressWarnings("unchecked")
  private static <S> Resource<S> resource(ResourceType<S> type, MemoryTree tree) {
    List<Resource<?>> resources = load(tree).fleet().nodes().get(NODE).catalog().resources();
    return (Resource<S>)
        resources.stream()
            .filter(resource -> resource.id().kind().equals(type.kind().name()))
            .findFirst()
            .orElseThrow();
  }

  private static Loading.Loaded load(MemoryTree tree) {
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "desired");
    return assertInstanceOf(Loading.Loaded.class, loading, loading::toString);
  }

  @SuppressWarnings("unchecked")
  private static <S> Observation observe(ResourceType<S> type, S spec, ResourceCase wanted) {
    return type instanceof ProbedByPlaybook<?> playbook && wanted.tasks().isPresent()
        ? ((ProbedByPlaybook<S>) playbook)
            .observe(spec, new ProbedByPlaybook.CheckResult.Finished(wanted.tasks().get()))
        : type.observe(List.of(spec), new ProbeOutput(wanted.probe())).getFirst();
  }

  /** The resources it names come along, as far as a name is enough for them. */
  private static String manifest(ResourceType<?> type, ResourceCase wanted) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: mesh-infra/v1
            kind: Node
            metadata: {name: n}
            spec:
              access: [{local: true}]
              resources:
            """);
    TreeMap<String, String> others = new TreeMap<>();
    if (wanted.spec().contains("file:/")) {
      java.util.regex.Matcher ids =
          java.util.regex.Pattern.compile("file:(/[^\\s\"',\\]]+)").matcher(wanted.spec());
      while (ids.find()) {
        others.put(ids.group(1), "");
      }
    }
    others.keySet().forEach(path -> text.append("  - file: {path: " + path + "}\n"));
    text.append("  - " + type.kind().name() + ":\n");
    wanted.spec().lines().forEach(line -> text.append("      " + line + "\n"));
    return text.toString();
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
