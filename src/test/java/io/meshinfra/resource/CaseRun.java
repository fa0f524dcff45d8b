package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One case, step by step as the loop does it: bind, resolve, observe, compare, converge. */
record CaseRun<S>(ResourceType<S> type, ResourceCase wanted) {

  void check() {
    if (wanted.refused().isPresent()) {
      String message = assertThrows(Exception.class, this::spec).getMessage();
      assertTrue(message.contains(wanted.refused().get()), "another refusal: " + message);
      return;
    }
    S spec = specOrFail();
    Observation seen = observe(spec, wanted.probe(), wanted.tasks(), wanted.notTold());
    if (wanted.observed() != null) {
      assertEquals(expectedObservation(), shown(seen), "observed");
    }
    Optional<Change> change = DriftDetector.change(type.expected(spec), seen);
    assertEquals(expectedChange(), shown(change), "change");
    checkActions(change.map(c -> actions(spec, c)).orElse(List.of()));
    checkAfter(spec);
    checkGarbage(spec);
  }

  /** A node may print anything: half a line, no fields, something else; that must never throw. */
  private void checkGarbage(S spec) {
    List<String> lines = wanted.probe();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      for (String broken :
          List.of(
              "",
              line.substring(0, line.length() / 2),
              line.replace('\t', ' '),
              line.replaceAll("[^\t]", ""),
              line.replaceAll("[0-9]", "x"),
              line + "\t\t")) {
        ArrayList<String> mutated = new ArrayList<>(lines);
        mutated.set(i, broken);
        assertEquals(1, type.observe(List.of(spec), new ProbeOutput(mutated)).size(), broken);
      }
    }
  }

  private S specOrFail() {
    try {
      return spec();
    } catch (Resolving.UnresolvableSpec | IllegalArgumentException e) {
      return fail("the spec is refused: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private S spec() throws Resolving.UnresolvableSpec {
    S spec =
        switch (SpecBinder.bind(type.kind().spec(), wanted.spec())) {
          case Binding.Bound<S> bound -> bound.spec();
          case Binding.Faulty<S> faulty ->
              throw new IllegalArgumentException(faulty.findings().toString());
        };
    if (type instanceof Expanding<?> expanding) {
      List<S> expanded = ((Expanding<S>) expanding).expand(spec);
      assertEquals(1, expanded.size(), "a case is about one resource, but its spec expands to");
      spec = expanded.getFirst();
    }
    return type instanceof Resolving<?> resolving
        ? ((Resolving<S>) resolving).resolve(spec, new CaseSources(wanted.files()))
        : spec;
  }

  @SuppressWarnings("unchecked")
  private Observation observe(
      S spec, List<String> lines, Optional<List<String>> tasks, Optional<String> notTold) {
    if (type instanceof ProbedByPlaybook<?> playbook
        && (tasks.isPresent() || notTold.isPresent())) {
      ProbedByPlaybook.CheckResult result =
          notTold
              .<ProbedByPlaybook.CheckResult>map(ProbedByPlaybook.CheckResult.NotTold::new)
              .orElseGet(() -> new ProbedByPlaybook.CheckResult.Finished(tasks.orElseThrow()));
      return ((ProbedByPlaybook<S>) playbook).observe(spec, result);
    }
    List<Observation> seen = type.observe(List.of(spec), new ProbeOutput(lines));
    assertEquals(1, seen.size(), "one observation per spec");
    return seen.getFirst();
  }

  @SuppressWarnings("unchecked")
  private List<Action> actions(S spec, Change change) {
    return type instanceof Grouping<?> grouping
        ? ((Grouping<S>) grouping)
            .convergeTogether(List.of(new Grouping.Member<>(spec, change)), wanted.facts())
        : type.converge(spec, change, wanted.facts());
  }

  private void checkActions(List<Action> actions) {
    String actual = RenderedActions.of(actions);
    if ("overwrite".equals(System.getProperty("golden"))) {
      GoldenActions.overwrite(wanted.file(), actual);
    } else {
      assertEquals(
          wanted.actions().stripTrailing(),
          actual.stripTrailing(),
          "actions (-Dgolden=overwrite to accept)");
    }
  }

  private void checkAfter(S spec) {
    boolean told = wanted.after().isPresent() || wanted.afterTasks().isPresent();
    assertTrue(told || !wanted.isUpdate(), "an update case needs `after`: what the node says then");
    if (told) {
      Observation seen =
          observe(spec, wanted.after().orElse(List.of()), wanted.afterTasks(), Optional.empty());
      assertEquals(
          "none",
          shown(DriftDetector.change(type.expected(spec), seen)),
          "still drifting after converging; seen: " + shown(seen));
    }
  }

  private String expectedChange() {
    return wanted.isUpdate() ? "update " + wanted.updated() : String.valueOf(wanted.change());
  }

  private static String shown(Optional<Change> change) {
    return change
        .map(c ->
            c instanceof Change.Update update
                ? "update " + List.copyOf(update.differences().keySet())
                : c.word())
        .orElse("none");
  }

  private Object expectedObservation() {
    if (!(wanted.observed() instanceof Map<?, ?> map)) {
      return wanted.observed();
    }
    TreeMap<String, String> attributes = new TreeMap<>();
    map.forEach((k, v) -> attributes.put(String.valueOf(k), String.valueOf(v)));
    return attributes;
  }

  private static Object shown(Observation seen) {
    return switch (seen) {
      case Observation.Absent absent -> "absent";
      case Observation.Unknown unknown -> new TreeMap<>(Map.of("unknown", unknown.reason()));
      case Observation.Present present -> {
        TreeMap<String, String> attributes = new TreeMap<>();
        present.state().attributes().forEach((k, v) -> attributes.put(k, shown(v)));
        yield attributes;
      }
    };
  }

  /** Scalars as they are, sets in brackets, content by its text or by size and digest. */
  private static String shown(Value value) {
    return switch (value) {
      case Value.Scalar scalar -> scalar.text();
      case Value.Items items -> items.shown();
      case Value.Content content -> content.text().orElse(content.shown());
    };
  }
}
