package io.meshinfra.probe;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The script that looks at a whole node: facts, then one section per kind, each in a subshell of its
 * own so that none disturbs another.
 *
 * @param marker starts every line that frames a section; made new for every probe
 * @param sections the resources of each section, in the order in which the node reports them
 */
record ProbeScript(ShellScript text, String marker, Map<String, List<Resource<?>>> sections) {
  static final String FACTS = "facts";

  static ProbeScript of(Catalog catalog, String marker) {
    Map<String, List<Resource<?>>> sections = new LinkedHashMap<>();
    for (Resource<?> resource : catalog.resources()) {
      if (!(resource.type() instanceof ProbedByPlaybook<?>)) {
        sections.computeIfAbsent(resource.id().kind(), kind -> new ArrayList<>()).add(resource);
      }
    }
    List<ShellScript> parts = new ArrayList<>();
    parts.add(ProbePrelude.script());
    parts.add(section(marker, FACTS, FactsProbe.script()));
    sections.forEach((kind, resources) -> parts.add(section(marker, kind, fragment(resources))));
    parts.add(ShellScript.of("printf '\\n%s done\\n' {}", marker));
    return new ProbeScript(ShellScript.lines(parts), marker, sections);
  }

  private static ShellScript section(String marker, String name, ShellScript fragment) {
    return ShellScript.lines(
        ShellScript.of("printf '\\n%s begin %s\\n' {} {}", marker, name),
        ShellScript.of("("),
        fragment,
        ShellScript.of(") </dev/null 2>/dev/null"),
        ShellScript.of("printf '\\n%s end %s\\n' {} {}", marker, name));
  }

  @SuppressWarnings("unchecked")
  private static <S> ShellScript fragment(List<Resource<?>> resources) {
    ResourceType<S> type = (ResourceType<S>) resources.getFirst().type();
    ShellScript probe = type.probe(ProbeReader.specs(resources));
    return probe.isEmpty() ? ShellScript.of(":") : probe;
  }
}
