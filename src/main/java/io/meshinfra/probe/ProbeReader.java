package io.meshinfra.probe;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts the lines of a node into sections while they arrive, and reads them back. */
final class ProbeReader {
  private final ProbeScript script;
  private final Map<String, List<String>> open = new HashMap<>();
  private final Map<String, ProbeOutput> complete = new HashMap<>();
  private String current = "";
  private boolean done;

  ProbeReader(ProbeScript script) {
    this.script = script;
  }

  void line(String line) {
    if (!line.startsWith(script.marker() + " ")) {
      if (!current.isEmpty() && !line.isEmpty()) {
        open.get(current).add(line);
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

  private void begin(String name) {
    current = name;
    open.put(name, new ArrayList<>());
  }

  private void end(String name) {
    List<String> lines = open.remove(name);
    if (lines != null && name.equals(current)) {
      complete.putIfAbsent(name, new ProbeOutput(lines));
    }
    current = "";
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
        output == null
            ? unknown(resources, "the probe of kind " + kind + " did not come to its end")
            : observe(resources, output);
    Map<ResourceId, Observation> byId = new LinkedHashMap<>();
    for (int i = 0; i < resources.size(); i++) {
      byId.put(resources.get(i).id(), observations.get(i));
    }
    return byId;
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
