package io.meshinfra.resource.shell;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.ProbesByCommand;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.RunAs;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs a check of the user in the probe, and a command of the user when the check fails. */
@AutoService(ResourceType.class)
public final class ShellType
    implements ResourceType<ShellSpec>,
        Alone<ShellSpec>,
        Removable<ShellSpec>,
        Ordered<ShellSpec>,
        Adoptable<ShellSpec>,
        Touching<ShellSpec>,
        ProbesByCommand {
  /**
   * {@code mesh_check INDEX ACCOUNT SECONDS FOLDER TEXT VARIABLE...} prints a row with the end of
   * what the text printed and its exit code, in base64, so that it cannot forge a line of the
   * probe.
   *
   * <p>The text is one word, run by a shell of its own; the space in front keeps a text that begins
   * with a hyphen from being taken for an option. Reading has a limit too, since a process that the
   * text left behind may hold the pipe open, as what busybox's {@code timeout} does not end does.
   */
  private static final ShellScript CHECK =
      ShellScript.of(
          """
          mesh_check() {
            mesh_index=$1 mesh_account=$2 mesh_time=$3 mesh_dir=$4 mesh_text=$5
            shift 5
            mesh_limit= mesh_reading=
            if command -v timeout >/dev/null 2>&1; then
              mesh_limit="timeout -k 5 $mesh_time"
              mesh_reading="timeout -k 5 $((mesh_time + 2))"
            fi
            mesh_out=$(mesh_as "$mesh_account" "$((mesh_time + 10))" env "$@" sh -c '
              {
                cd -- "$1" && {
                  $3 sh -c "sh -c \\" \\$1\\"; printf \\"\\nmesh-exit %s\\" \\"\\$?\\"" sh "$2"
                  case $? in 124|137|143) printf "\\nmesh-late" ;; esac
                }
              } 2>&1 | $4 tail -c 400 | base64 | tr -d "\\n"
            ' sh "$mesh_dir" "$mesh_text" "$mesh_limit" "$mesh_reading" 2>/dev/null </dev/null)
            printf 'shell\\t%s\\t%s\\t%s\\n' "$mesh_index" "$?" "$mesh_out"
          }
          """);

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
  public Removal<ShellSpec> removal(ShellSpec spec) {
    return Removable.impossible(
        "only you know how to undo a command; write a shell resource that does");
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
    List<ShellScript> lines = new ArrayList<>(List.of(RunAs.FUNCTION, CHECK));
    IntStream.range(0, specs.size()).forEach(i -> lines.add(check(i, specs.get(i))));
    return ShellScript.lines(lines);
  }

  @Override
  public ShellScript lookFunctions() {
    return RunAs.FUNCTION.then(CHECK);
  }

  @Override
  public ShellScript lookAlone(ShellSpec spec) {
    return ShellScript.lines(
        ShellScript.of("mesh_row() {"), check(0, spec), ShellScript.of("}"), TELL);
  }

  /** From 126 on the exit code tells nothing: not found, not executable, killed. */
  private static final ShellScript TELL =
      ShellScript.of(
          """
          mesh_end=$(mesh_row | cut -f 4 | base64 -d | tail -n 1)
          case $mesh_end in
            'mesh-exit '[0-9] | 'mesh-exit '[0-9][0-9] | 'mesh-exit 1'[01][0-9] | 'mesh-exit 12'[0-5])
              mesh_is check "exit ${mesh_end#mesh-exit }" ;;
            mesh-late | '') mesh_untold 'the check did not end in time' ;;
            *) mesh_untold 'the check tells nothing, or could not be started' ;;
          esac
          """);

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

  /** The check ran before, in the probe; whoever forbids a command forbids it there too. */
  @Override
  public Touched touches(ShellSpec spec, Change change) {
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.command(spec.apply()).andCommand(spec.check());
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

  @Override
  public SpecEdit adopt(ShellSpec spec, Change change) {
    return SpecEdit.impossible(
        "a check tells that something is amiss, not what is so instead; change check and apply by"
            + " hand");
  }

  private static ShellScript check(int index, ShellSpec spec) {
    return ShellScript.of(
        "mesh_check {} {} {} {} {} {*}",
        index,
        spec.user(),
        spec.timeout(),
        spec.workdir(),
        spec.check(),
        variables(spec));
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
