package io.meshinfra.adopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One case per folder of {@code src/test/resources/adoption}: {@code in/} holds the repository,
 * {@code seen.yaml} what was seen on which node, as {@code node: {resource: {attribute: value}}}
 * with {@code absent} for a resource that is gone and a text for the reason why it is not known;
 * {@code adoption.txt} what is adopted and refused, {@code out/} the changed files. {@code wanted}
 * in {@code seen.yaml} lists the resources that are asked for, all when it is missing. {@code
 * -Dgolden=overwrite} writes the last two anew.
 */
class AdopterCasesTest {
  private static final Path CASES = Path.of("src/test/resources/adoption");
  private static final ResourceTypes TYPES = ResourceTypes.installed();

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    MemoryTree tree = MemoryTree.of(folder.resolve("in"));
    Map<?, ?> seen = yaml(folder.resolve("seen.yaml"));
    Set<String> wanted = new TreeSet<>();
    if (seen.get("wanted") instanceof List<?> list) {
      list.forEach(id -> wanted.add(id.toString()));
    }
    String below = Files.isDirectory(folder.resolve("in/desired")) ? "desired" : "";

    Adoption adoption =
        new Adopter(TYPES)
            .adopt(
                tree,
                below,
                drifts(tree, below, seen),
                (node, id) -> wanted.isEmpty() || wanted.contains(id.toString()));

    if ("overwrite".equals(System.getProperty("golden"))) {
      write(folder, adoption);
    }
    assertEquals(Files.readString(folder.resolve("adoption.txt")), told(adoption));
    Path out = folder.resolve("out");
    Map<String, String> files = new LinkedHashMap<>();
    adoption.files().forEach((file, content) -> files.put(file, text(content)));
    assertEquals(read(out), files);
    Set<String> names = new TreeSet<>(Set.of("in", "seen.yaml", "adoption.txt"));
    if (!files.isEmpty()) {
      names.add("out");
    }
    assertEquals(names, names(folder));
  }

  private static void write(Path folder, Adoption adoption) throws IOException {
    Files.writeString(folder.resolve("adoption.txt"), told(adoption));
    Path out = folder.resolve("out");
    for (String old : read(out).keySet()) {
      Files.delete(out.resolve(old));
    }
    for (var file : adoption.files().entrySet()) {
      Path path = out.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().bytes());
    }
  }

  private static String told(Adoption adoption) {
    StringBuilder told = new StringBuilder();
    adoption
        .adopted()
        .forEach(one ->
            told.append(
                "%s %s at %s%s%n"
                    .formatted(
                        one.node(),
                        one.id(),
                        String.join(", ", one.places()),
                        one.note().isEmpty() ? "" : " (" + one.note() + ")")));
    adoption
        .refused()
        .forEach(one ->
            told.append(
                "no: %s %s at %s: %s%n"
                    .formatted(one.node(), one.id(), one.place(), one.reason())));
    return told.toString();
  }

  private static List<Drift> drifts(MemoryTree tree, String below, Map<?, ?> seen) {
    return switch (new Catalogs(TYPES).load(tree, below)) {
      case Loading.Loaded(Fleet fleet) ->
          seen.entrySet().stream()
              .filter(entry -> !entry.getKey().equals("wanted"))
              .map(entry ->
                  drift(
                      fleet.nodes().get(new NodeName(entry.getKey().toString())).catalog(),
                      (Map<?, ?>) entry.getValue()))
              .toList();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }

  private static Drift drift(Catalog catalog, Map<?, ?> seen) {
    Map<ResourceId, Observation> observations = new LinkedHashMap<>();
    Set<String> unused = seen.keySet().stream().map(Object::toString).collect(Collectors.toSet());
    for (Resource<?> resource : catalog.resources()) {
      unused.remove(resource.id().toString());
      observations.put(
          resource.id(), observation(expected(resource), seen.get(resource.id().toString())));
    }
    assertEquals(Set.of(), unused, "seen, but not in the catalog");
    Snapshot snapshot = new Snapshot(catalog.node(), Instant.EPOCH, facts(), observations);
    return DriftDetector.detect(catalog, snapshot, LastApplied.NONE);
  }

  private static Observation observation(Expectation expected, Object seen) {
    if (seen instanceof String text) {
      return text.equals("absent") ? Observation.ABSENT : Observation.unknown(text);
    }
    if (seen == null && expected instanceof Expectation.Gone) {
      return Observation.ABSENT;
    }
    State state = expected instanceof Expectation.Exists exists ? exists.state() : State.EMPTY;
    if (seen instanceof Map<?, ?> attributes) {
      for (var attribute : attributes.entrySet()) {
        String name = attribute.getKey().toString();
        state = state.with(name, value(name, attribute.getValue()));
      }
    }
    return Observation.present(state);
  }

  private static Value value(String attribute, Object value) {
    return switch (value) {
      case List<?> list -> Value.of(list.stream().map(Object::toString).toList());
      case String text when attribute.equals("content") -> Content.of(text).asValue();
      default -> Value.of(value.toString());
    };
  }

  private static Facts facts() {
    return new Facts(
        "Linux",
        "debian",
        "13",
        "x86_64",
        "6",
        "n",
        Facts.Init.SYSTEMD,
        Facts.PackageManager.APT,
        "none",
        0,
        List.of(),
        "");
  }

  private static <S> Expectation expected(Resource<S> resource) {
    return resource.type().expected(resource.spec());
  }

  private static Map<?, ?> yaml(Path file) throws IOException {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return assertInstanceOf(Map.class, loaded);
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        List<Path> found = new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
        for (Path path : found) {
          files.put(folder.relativize(path).toString(), Files.readString(path));
        }
      }
    }
    return files;
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
