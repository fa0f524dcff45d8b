package io.meshinfra.resource;

import io.meshinfra.model.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One file {@code resource/<kind>/<case>.yaml}: what is wanted, what the node says, and what must
 * come of it.
 *
 * @param spec YAML of the spec, as in a manifest
 * @param files files of the repository, for types that resolve
 * @param probe raw lines of the node
 * @param tasks result of a check run, for types that are probed by a playbook
 * @param notTold why a check run could not tell
 * @param observed {@code absent}, {@code {unknown: REASON}} or the attributes; null when not told
 * @param change {@code none}, {@code create}, {@code delete}, {@code unverifiable} or {@code
 *     {update: [ATTRIBUTE...]}}
 * @param actions golden text of the actions
 * @param after raw lines of the node after converging, which must need no further change
 * @param afterTasks the same for types that are probed by a playbook
 * @param refused part of the message with which the spec is refused
 */
record ResourceCase(
    Path file,
    String kind,
    String spec,
    Map<String, String> files,
    Facts facts,
    List<String> probe,
    Optional<List<String>> tasks,
    Optional<String> notTold,
    Object observed,
    Object change,
    String actions,
    Optional<List<String>> after,
    Optional<List<String>> afterTasks,
    Optional<String> refused) {

  private static final Set<String> FIELDS =
      Set.of(
          "about",
          "spec",
          "files",
          "facts",
          "probe",
          "tasks",
          "notTold",
          "observed",
          "change",
          "actions",
          "after",
          "afterTasks",
          "refused");

  String name() {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".yaml".length());
  }

  boolean isNoOp() {
    return "none".equals(change);
  }

  boolean isUpdate() {
    return change instanceof Map<?, ?> map && map.containsKey("update");
  }

  /** The attributes of an update, sorted. */
  List<String> updated() {
    return ((Map<?, ?>) change).get("update") instanceof List<?> names
        ? names.stream().map(String::valueOf).sorted().toList()
        : List.of();
  }

  static ResourceCase read(Path file) {
    try {
      String text = Files.readString(file);
      Object loaded =
          new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
      if (!(loaded instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException(file + ": a case is one YAML map");
      }
      refuseUnknown(file, fields.keySet(), FIELDS);
      if (!(fields.get("spec") instanceof Map)) {
        throw new IllegalArgumentException(file + ": spec is missing or not a map");
      }
      return of(file, fields, specText(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResourceCase of(Path file, Map<?, ?> fields, String spec) {
    return new ResourceCase(
        file,
        file.getParent().getFileName().toString(),
        spec,
        strings(fields.get("files")),
        facts(file, strings(fields.get("facts"))),
        text(fields, "probe").map(ResourceCase::lines).orElse(List.of()),
        list(fields, "tasks"),
        text(fields, "notTold"),
        fields.get("observed"),
        fields.get("change"),
        text(fields, "actions").orElse(""),
        text(fields, "after").map(ResourceCase::lines),
        list(fields, "afterTasks"),
        text(fields, "refused"));
  }

  private static void refuseUnknown(Path file, Set<?> given, Set<String> known) {
    for (Object field : given) {
      if (!known.contains(String.valueOf(field))) {
        throw new IllegalArgumentException(
            "%s: unknown field %s; a case has %s".formatted(file, field, new TreeSet<>(known)));
      }
    }
  }

  private static Facts facts(Path file, Map<String, String> given) {
    refuseUnknown(
        file,
        given.keySet(),
        Set.of("os", "distribution", "init", "packageManager", "virtualisation"));
    return new Facts(
        given.getOrDefault("os", "Linux"),
        given.getOrDefault("distribution", "debian"),
        "",
        "x86_64",
        "6.1.0",
        "node",
        Facts.Init.valueOf(given.getOrDefault("init", "systemd").toUpperCase(Locale.ROOT)),
        Facts.PackageManager.valueOf(
            given.getOrDefault("packageManager", "apt").toUpperCase(Locale.ROOT)),
        given.getOrDefault("virtualisation", "none"),
        0,
        List.of(),
        "");
  }

  private static Optional<String> text(Map<?, ?> fields, String key) {
    return Optional.ofNullable(fields.get(key)).map(String::valueOf);
  }

  private static Optional<List<String>> list(Map<?, ?> fields, String key) {
    return Optional.ofNullable(fields.get(key))
        .map(items -> ((List<?>) items).stream().map(String::valueOf).toList());
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.replaceFirst("\n$", "").split("\n", -1));
  }

  private static Map<String, String> strings(Object map) {
    java.util.LinkedHashMap<String, String> strings = new java.util.LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((k, v) -> strings.put(String.valueOf(k), String.valueOf(v)));
    }
    return strings;
  }

  /** The spec as it is written, scalar styles included: "0644" in quotes stays in quotes. */
  private static String specText(String text) {
    Node root = new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
    for (NodeTuple entry : ((MappingNode) root).getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("spec")) {
        DumpSettings settings = DumpSettings.builder().build();
        return new Present(settings)
            .emitToString(new Serialize(settings).serializeOne(entry.getValueNode()).iterator());
      }
    }
    throw new IllegalStateException("checked before");
  }
}
