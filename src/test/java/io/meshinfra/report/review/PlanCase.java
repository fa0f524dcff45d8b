package io.meshinfra.report.review;

import io.meshinfra.session.ScopeReport;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One folder {@code report/review/<case>}: {@code target/} and {@code head/} hold the repository at
 * the two commits, {@code case.yaml} what is seen on the nodes, {@code comment.md} what comes of
 * it.
 */
final class PlanCase {
  private static final Set<String> FIELDS =
      Set.of(
          "about",
          "at",
          "longest",
          "folds",
          "page",
          "copies",
          "copy",
          "nodes",
          "observed",
          "moved",
          "neverApplied",
          "notPlanned",
          "unprobed",
          "gates",
          "findings",
          "signatures",
          "replies");

  private final Path folder;
  private final Map<?, ?> fields;

  private PlanCase(Path folder, Map<?, ?> fields) {
    this.folder = folder;
    this.fields = fields;
  }

  static PlanCase read(Path folder) {
    try {
      Object read =
          new Load(LoadSettings.builder().build())
              .loadFromString(Files.readString(folder.resolve("case.yaml")));
      Map<?, ?> fields = (Map<?, ?>) read;
      Set<String> unknown = new TreeSet<>();
      fields.keySet().forEach(key -> unknown.add(String.valueOf(key)));
      unknown.removeAll(FIELDS);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(folder + ": unknown fields " + unknown);
      }
      return new PlanCase(folder, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository at a commit, with as many copies of a node as the case wants. */
  MemoryTree tree(String name) {
    MemoryTree tree = MemoryTree.of(folder.resolve(name));
    int copies = Integer.parseInt(text("copies").orElse("0"));
    if (copies > 0) {
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= copies; i++) {
        all.append(text("copy").orElseThrow().replace("NUMBER", "%04d".formatted(i)));
      }
      tree.with("copies.yaml", all.toString());
    }
    return tree;
  }

  Instant at() {
    return Instant.parse(text("at").orElse("2026-03-06T14:02:10Z"));
  }

  Page page() {
    return new Page(
        Integer.parseInt(text("longest").orElse("65536")),
        Boolean.parseBoolean(text("folds").orElse("true")));
  }

  FullReport full() {
    return new FullReport(17, text("page").map(URI::create));
  }

  Optional<String> notPlanned() {
    return text("notPlanned");
  }

  /** How a node is seen; those that are not named were probed four seconds ago. */
  Sight sight(String node) {
    Object told = map("nodes").get(node);
    return switch (told) {
      case null -> new Sight.Probed(at().minusSeconds(4));
      case Map<?, ?> map when map.containsKey("away") ->
          new Sight.Predicted(at().minus(Duration.parse("P" + map.get("away"))));
      case Map<?, ?> map when map.containsKey("probed") ->
          new Sight.Probed(at().minus(Duration.parse("P" + map.get("probed"))));
      case Map<?, ?> map -> new Sight.Untold(String.valueOf(map.get("untold")));
      default -> new Sight.NeverSeen();
    };
  }

  /** What is otherwise on a node than the target branch wants: attributes, absent, or unknown. */
  Map<String, Object> observed(String node) {
    return map(map("observed").get(node));
  }

  List<String> moved(String node) {
    return strings(map("moved").get(node));
  }

  boolean neverApplied() {
    return Boolean.parseBoolean(text("neverApplied").orElse("false"));
  }

  /** Resources of pull requests of strangers, with the reason why they are not looked at. */
  Map<String, Object> unprobed(String node) {
    return map(map("unprobed").get(node));
  }

  Optional<Gate> gate(String node, String hash) {
    Map<String, Object> told = map(map("gates").get(node));
    if (told.isEmpty()) {
      return Optional.of(
          new Gate(hash, Optional.of("low"), Gate.Ruling.MAY_BE_APPLIED, List.of(), List.of()));
    }
    return Optional.of(
        new Gate(
            hash,
            Optional.ofNullable(told.get("risk")).map(String::valueOf),
            Gate.Ruling.valueOf(String.valueOf(told.get("ruling"))),
            findings(told.get("findings")),
            strings(told.get("approvals"))));
  }

  List<PolicyFinding> findings() {
    return findings(fields.get("findings"));
  }

  private static List<PolicyFinding> findings(Object list) {
    return maps(list).stream()
        .map(finding ->
            new PolicyFinding(
                String.valueOf(finding.get("rule")),
                PolicyFinding.Severity.valueOf(String.valueOf(finding.get("severity"))),
                String.valueOf(finding.get("reason"))))
        .toList();
  }

  /** Commits that nobody signed who may; they keep the head out. */
  Commits commits() {
    List<String> unsigned = strings(fields.get("signatures"));
    return unsigned.isEmpty()
        ? Commits.UNTOLD
        : new Commits(
            ScopeReport.NO_SESSION, new Signatures(false, unsigned.size() + " unsigned", unsigned));
  }

  List<Reply> replies() {
    return maps(fields.get("replies")).stream()
        .map(reply ->
            new Reply(
                String.valueOf(reply.get("command")),
                String.valueOf(reply.get("by")),
                Instant.parse(String.valueOf(reply.get("at"))),
                String.valueOf(reply.get("answer"))))
        .toList();
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(fields.get(key)).map(String::valueOf);
  }

  private Map<String, Object> map(String key) {
    return map(fields.get(key));
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((k, v) -> map.put(String.valueOf(k), v));
    }
    return map;
  }

  private static List<Map<String, Object>> maps(Object value) {
    return value instanceof List<?> list ? list.stream().map(PlanCase::map).toList() : List.of();
  }

  private static List<String> strings(Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
