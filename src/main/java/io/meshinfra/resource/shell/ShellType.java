package io.meshinfra.resource.shell;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.RunAs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs a check of the user in the probe, and a command of the user when the check fails. */
@AutoService(ResourceType.class)
public final class ShellType implements ResourceType<ShellSpec>, Ordered<ShellSpec> {
  @Override
  public Kind<ShellSpec> kind() {
    return Kind.of("shell", ShellSpec.class, ShellSpec::name);
  }

  @Override
  public Set<ResourceId> comesAfter(ShellSpec spec) {
    Set<ResourceId> first = new HashSet<>();
    first.add(new ResourceId("user", spec.user().value()));
    first.add(new ResourceId("directory", spec.workdir().value()));
    return first;
  }

  @Override
  public Expectation expected(ShellSpec spec) {
    return Expectation.exists(State.EMPTY.with("check", "exit 0"));
  }

  @Override
  public ShellScript probe(List<ShellSpec> specs) {
    if (specs.isEmpty()) {
      return ShellScript.EMPTY;
    }
    List<ShellScript> lines = new ArrayList<>(List.of(RunAs.FUNCTION));
    IntStream.range(0, specs.size()).forEach(i -> lines.add(check(i, specs.get(i))));
    return ShellScript.lines(lines);
  }

  @Override
  public List<Observation> observe(List<ShellSpec> specs, ProbeOutput output) {
    Map<String, List<String>> rows = new HashMap<>();
    for (List<String> row : output.rows("shell")) {
      if (row.size() == 3) {
        rows.put(row.getFirst(), row.subList(1, 3));
      }
    }
    return IntStream.range(0, specs.size())
        .mapToObj(i -> CheckResult.of(rows.get(String.valueOf(i)), specs.get(i).timeout()))
        .toList();
  }

  @Override
  public List<Action> converge(ShellSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(Action.run(apply(spec)));
      case Change.Update update -> List.of(Action.run(apply(spec)));
      case Change.Delete delete -> List.of();
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  /**
   * The text of the user is one word, and run by a shell of its own. The space in front keeps a
   * text that begins with a hyphen from being taken for an option. Its last output comes with its
   * exit code, in base64, so that it cannot forge a line of the probe.
   */
  private static ShellScript check(int index, ShellSpec spec) {
    return ShellScript.of(
        """
        mesh_out=$(mesh_as {} {} env {*} sh -c '
          { cd -- "$1" && { sh -c " $2"; printf "\\nmesh-exit %s" "$?"; }; } 2>&1 </dev/null |
            tail -c 400 | base64 | tr -d "\\n"' sh {} {} 2>/dev/null </dev/null)
        printf 'shell\\t%s\\t%s\\t%s\\n' {} "$?" "$mesh_out"
        """,
        spec.user(), spec.timeout(), variables(spec), spec.workdir(), spec.check(), index);
  }

  private static ShellScript apply(ShellSpec spec) {
    return RunAs.FUNCTION.then(
        ShellScript.of(
            """
            mesh_as {} {} env {*} sh -c 'cd -- "$1" && exec sh -ec " $2"' sh {} {} </dev/null || {
              mesh_code=$?
              case $mesh_code in
                124|137|143) printf 'ended because it ran longer than %s seconds\\n' {} >&2 ;;
              esac
              exit "$mesh_code"
            }
            """,
            spec.user(),
            spec.timeout(),
            variables(spec),
            spec.workdir(),
            spec.apply(),
            spec.timeout()));
  }

  private static List<String> variables(ShellSpec spec) {
    return spec.env().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
