package io.meshinfra.policy;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.Schedule;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances.About;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.support.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One file {@code policy/gate/<case>.yaml}: rules, what a plan changes, the circumstances, and what
 * must come of it.
 *
 * @param fields {@code about}; {@code rules} as in a policy; {@code changes}, each {@code {KIND:
 *     SPEC}}, perhaps with {@code origin: corrective}; {@code node}, by default hub; {@code fleet},
 *     {@code {NAME: {labels, presence}}}, with {@code unknown} for one that nobody knows; {@code
 *     atWork}; {@code rolledOut}, {@code {NODE: CHANGES}}; {@code others: unknown}; {@code
 *     approvals}, {@code {NAME: UNTIL}}; {@code authors}; {@code now}; and what must come of it:
 *     {@code verdict}, {@code findings}
 */
record GateCase(Map<?, ?> fields) {
  private static final Set<String> FIELDS =
      Set.of(
          "about",
          "absence",
          "rules",
          "changes",
          "node",
          "fleet",
          "atWork",
          "rolledOut",
          "others",
          "approvals",
          "authors",
          "now",
          "verdict",
          "findings");

  static GateCase read(Path file) throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
            .loadFromString(Files.readString(file));
    Map<?, ?> fields = (Map<?, ?>) loaded;
    Set<Object> unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(file + ": unknown fields " + unknown);
    }
    return new GateCase(fields);
  }

  /** The manifest that holds the rules. */
  String policy() {
    return "apiVersion: mesh-infra/v1\nkind: Policy\nmetadata: {name: case}\nspec:\n"
        + ("rules:\n" + yaml(fields.get("rules")).indent(2)).indent(2);
  }

  Plan plan() {
    List<ResourceChange> changes = new ArrayList<>();
    for (Object each : list("changes")) {
      Map<?, ?> change = (Map<?, ?>) each;
      String kind =
          change.keySet().stream()
              .map(String::valueOf)
              .filter(key -> !key.equals("origin") && !key.equals("guard"))
              .findFirst()
              .orElseThrow();
      String spec = yaml(change.get(kind));
      ResourceChange made =
          change.containsKey("guard") ? Changes.guarded(kind, spec) : Changes.of(kind, spec);
      changes.add("corrective".equals(change.get("origin")) ? Changes.corrective(made) : made);
    }
    return Changes.plan(text("node", "hub"), changes.toArray(ResourceChange[]::new));
  }

  Circumstances circumstances() {
    Circumstances known =
        Circumstances.at(now())
            .approvedBy(approvals())
            .writtenBy(list("authors").stream().map(String::valueOf).collect(Collectors.toSet()));
    if (fields.containsKey("absence")) {
      known = known.afterAbsence(Duration.parse(text("absence", "")));
    }
    if (!"unknown".equals(fields.get("others"))) {
      known = known.with(traffic());
    }
    return "unknown".equals(fields.get("fleet")) ? known : known.in(fleet());
  }

  private Instant now() {
    return Instant.parse(text("now", Changes.NOW.toString()));
  }

  private Traffic traffic() {
    TreeMap<NodeName, Integer> rolledOut = new TreeMap<>();
    map("rolledOut")
        .forEach((node, changes) ->
            rolledOut.put(new NodeName(node), Integer.valueOf(changes.toString())));
    return new Traffic(
        list("atWork").stream()
            .map(node -> new NodeName(node.toString()))
            .collect(Collectors.toSet()),
        rolledOut);
  }

  private Map<NodeName, About> fleet() {
    TreeMap<NodeName, About> fleet = new TreeMap<>();
    fleet.put(new NodeName(text("node", "hub")), new About(new TreeMap<>(), Presence.ALWAYS_ON));
    map("fleet").forEach((node, about) -> fleet.put(new NodeName(node), about((Map<?, ?>) about)));
    return fleet;
  }

  private static About about(Map<?, ?> about) {
    TreeMap<String, String> labels = new TreeMap<>();
    if (about.get("labels") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> labels.put(key.toString(), value.toString()));
    }
    Object presence = about.containsKey("presence") ? about.get("presence") : "always-on";
    boolean word = presence.equals("always-on") || presence.equals("on-demand");
    return new About(
        labels,
        word
            ? Presence.parse(presence.toString())
            : Presence.within(Schedule.parse(presence.toString())));
  }

  private List<Approval> approvals() {
    List<Approval> approvals = new ArrayList<>();
    map("approvals")
        .forEach((name, until) ->
            approvals.add(
                new Approval(
                    name,
                    "api",
                    "a test",
                    Changes.NOW.minusSeconds(60),
                    Instant.parse(until.toString()))));
    return approvals;
  }

  String text(String field, String otherwise) {
    return fields.get(field) == null ? otherwise : fields.get(field).toString();
  }

  List<?> list(String field) {
    return fields.get(field) == null ? List.of() : (List<?>) fields.get(field);
  }

  private Map<String, Object> map(String field) {
    TreeMap<String, Object> map = new TreeMap<>();
    if (fields.get(field) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> map.put(key.toString(), value));
    }
    return map;
  }

  private static String yaml(Object value) {
    return new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(org.snakeyaml.engine.v2.common.FlowStyle.BLOCK)
                .build())
        .dumpToString(value);
  }
}
