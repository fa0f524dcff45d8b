package io.meshinfra.probe;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.transport.OutputBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts the lines of a node into sections while they arrive, and reads them back. */
final class ProbeReader implements AutoCloseable {
  /** A resource of any kind is told in fewer lines; more than that is a broken or hostile node. */
  static final int LINES_PER_RESOURCE = 50;

  static final int MORE_LINES = 1_000;

  /** Bytes that all kept lines may need, what a line costs beside its characters included. */
  static final long LARGEST_KEPT = 32L * 1024 * 1024;

  /** Bytes that a node may fill in any case: twice what 100 resources in sync need. */
  static final int ALLOWANCE = 64 * 1024;

  private static final int COST_OF_A_LINE = 64;
  private static final String TOO_MUCH = "the node printed too much";

  private final ProbeScript script;
  private final OutputBudget budget;
  private final OutputBudget.Share share;
  private final Map<String, ProbeOutput> complete = new HashMap<>();
  private final Map<String, String> tooMuch = new HashMap<>();
  private List<String> open = new ArrayList<>();
  private String current = "";
  private long kept;
  private boolean done;

  ProbeReader(ProbeScript script, OutputBudget budget) {
    this.script = script;
    this.budget = budget;
    this.share = budget.share(ALLOWANCE);
  }

  void line(String line) {
    if (!line.startsWith(script.marker() + " ")) {
      if (!current.isEmpty() && !line.isEmpty()) {
        keep(line);
      }
      return;
    }
    String[] words = line.split(" ", 3);
    String name = words.length == 3 ? words[2] : "";
    switch (words[1]) {
      case "begin" -> begin(name);
      case "end" -> end(name);
      case "done" -> done = true;
      default -> current = "";
    }
  }

  /** Sections that were not asked for, or come twice, are not kept. */
  private void begin(String name) {
    boolean wanted = name.equals(ProbeScript.FACTS) || script.sections().containsKey(name);
    current = wanted && !complete.containsKey(name) ? name : "";
    open = new ArrayList<>();
  }

  private void keep(String line) {
    kept += line.length() + COST_OF_A_LINE;
    if (open.size() >= mostLines(current) || kept > LARGEST_KEPT) {
      drop(TOO_MUCH);
    } else if (share.hold(kept)) {
      open.add(line);
    } else {
      drop(budget.exhausted());
    }
  }

  private void drop(String reason) {
    tooMuch.put(current, reason);
    open = new ArrayList<>();
    current = "";
  }

  private int mostLines(String section) {
    int resources = script.sections().getOrDefault(section, List.of()).size();
    return LINES_PER_RESOURCE * resources + MORE_LINES;
  }

  private void end(String name) {
    if (!current.isEmpty() && name.equals(current) && !tooMuch.containsKey(name)) {
      complete.put(name, new ProbeOutput(open));
    }
    open = new ArrayList<>();
    current = "";
  }

  /** What was read is somewhere else now, or not wanted any more. */
  @Override
  public void close() {
    share.close();
  }

  /** Whether the script came to its end. */
  boolean isDone() {
    return done;
  }

  Facts facts() {
    ProbeOutput output = complete.get(ProbeScript.FACTS);
    return output == null ? Facts.UNKNOWN : FactsProbe.read(output);
  }

  Map<ResourceId, Observation> observations() {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>();
    script.sections().forEach((kind, resources) -> seen.putAll(section(kind, resources)));
    return seen;
  }

  private Map<ResourceId, Observation> section(String kind, List<Resource<?>> resources) {
    ProbeOutput output = complete.get(kind);
    List<Observation> observations =
        output == null ? unknown(resources, missing(kind)) : observe(resources, output);
    Map<ResourceId, Observation> byId = new LinkedHashMap<>();
    for (int i = 0; i < resources.size(); i++) {
      byId.put(resources.get(i).id(), observations.get(i));
    }
    return byId;
  }

  private String missing(String kind) {
    return tooMuch.getOrDefault(kind, "the probe of kind " + kind + " did not come to its end");
  }

  /** A type that stumbles over hostile output must not stop the others. */
  private static List<Observation> observe(List<Resource<?>> resources, ProbeOutput output) {
    try {
      List<Observation> seen = observeWithType(resources, output);
      return seen.size() == resources.size()
          ? seen
          : unknown(resources, "the resource type read the wrong number of observations");
    } catch (RuntimeException e) {
      return unknown(resources, "the output of the node could not be read: " + e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <S> List<Observation> observeWithType(
      List<Resource<?>> resources, ProbeOutput output) {
    ResourceType<S> type = (ResourceType<S>) resources.getFirst().type();
    return type.observe(specs(resources), output);
  }

  private static List<Observation> unknown(List<Resource<?>> resources, String reason) {
    return resources.stream().map(r -> Observation.unknown(reason)).toList();
  }

  @SuppressWarnings("unchecked")
  static <S> List<S> specs(List<Resource<?>> resources) {
    return resources.stream().map(r -> ((Resource<S>) r).spec()).toList();
  }
}
