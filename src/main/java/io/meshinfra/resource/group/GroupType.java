package io.meshinfra.resource.group;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates, renumbers and removes local groups. */
@AutoService(ResourceType.class)
public final class GroupType
    implements ResourceType<GroupSpec>,
        Alone<GroupSpec>,
        Removable<GroupSpec>,
        Adoptable<GroupSpec>,
        Touching<GroupSpec>,
        Traced<GroupSpec> {
  private static final String GID = "gid";

  @Override
  public Kind<GroupSpec> kind() {
    return Kind.of("group", GroupSpec.class, spec -> spec.name().value());
  }

  @Override
  public Traces traces(GroupSpec spec) {
    return Traces.ofEntry("/etc/group", spec.name().value());
  }

  @Override
  public Removal<GroupSpec> removal(GroupSpec spec) {
    return Removable.by(new GroupSpec(spec.name(), Existence.ABSENT, Optional.empty(), false));
  }

  @Override
  public Expectation expected(GroupSpec spec) {
    return spec.state() == Existence.ABSENT
        ? Expectation.GONE
        : Expectation.exists(
            spec.gid().map(gid -> State.EMPTY.with(GID, gid.toString())).orElse(State.EMPTY));
  }

  @Override
  public ShellScript probe(List<GroupSpec> specs) {
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : ShellScript.of(
            """
            MESH_OUT=$(getent group {*})
            printf 'group\\t%s\\n' $?
            printf '%s\\n' "$MESH_OUT"
            """,
            specs.stream().map(GroupSpec::name).distinct().toList());
  }

  /** getent ends with 2 when the name does not exist. */
  @Override
  public ShellScript lookAlone(GroupSpec spec) {
    return ShellScript.of(
        """
        mesh_out=$(getent group {})
        case $? in
          0) ;;
          2) mesh_gone ;;
          *) mesh_untold 'the node could not list its groups with getent' ;;
        esac
        IFS=: read -r mesh_name mesh_password mesh_number mesh_members <<MESH_END
        $mesh_out
        MESH_END
        mesh_is gid "$mesh_number"
        """,
        spec.name());
  }

  @Override
  public List<Observation> observe(List<GroupSpec> specs, ProbeOutput output) {
    // getent ends with 2 when one of the names does not exist.
    boolean whole =
        output.rows("group").contains(List.of("0")) || output.rows("group").contains(List.of("2"));
    return specs.stream()
        .map(spec ->
            whole
                ? observe(spec, output)
                : Observation.unknown("the node could not list its groups with getent"))
        .toList();
  }

  private static Observation observe(GroupSpec spec, ProbeOutput output) {
    Optional<List<String>> entry =
        output.lines().stream()
            .map(line -> List.of(line.split(":", -1)))
            .filter(fields -> fields.size() == 4 && fields.getFirst().equals(spec.name().value()))
            .findFirst();
    if (entry.isEmpty()) {
      return Observation.ABSENT;
    }
    String gid = entry.get().get(2);
    return gid.matches("[0-9]+")
        ? Observation.present(State.EMPTY.with(GID, gid))
        : Observation.unknown("the node reported a group without a number: " + spec.name());
  }

  @Override
  public Touched touches(GroupSpec spec, Change change) {
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.paths("/etc/group", "/etc/gshadow");
  }

  @Override
  public List<Action> converge(GroupSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(action(create(spec)));
      case Change.Update update -> List.of(action(update(spec)));
      case Change.Delete delete -> List.of(action(delete(spec)));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(GroupSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update -> gid(update.differences().get(GID).from());
      case Change.Delete delete ->
          spec.gid().isPresent()
              ? SpecEdit.set("state", "present").and(gid(delete.was().get(GID)))
              : SpecEdit.set("state", "present");
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit gid(Optional<Value> seen) {
    return SpecEdit.number(GID, seen);
  }

  private static Action action(ShellScript script) {
    return Action.run(
        ShellScript.lines(NEEDED, script), List.of("/etc/group", "/etc/gshadow", "/etc/passwd"));
  }

  private static ShellScript create(GroupSpec spec) {
    List<String> options = new ArrayList<>(gid(spec));
    if (spec.system()) {
      options.add("-r");
    }
    return ShellScript.lines(
        ShellScript.of("if getent group {} >/dev/null; then", spec.name()),
        spec.gid().isPresent() ? update(spec) : ShellScript.of(":"),
        ShellScript.of("else groupadd {*} -- {}; fi", options, spec.name()));
  }

  private static ShellScript update(GroupSpec spec) {
    return ShellScript.of("groupmod {*} -- {}", gid(spec), spec.name());
  }

  private static ShellScript delete(GroupSpec spec) {
    return ShellScript.of(
        "if getent group {} >/dev/null; then groupdel -- {}; fi", spec.name(), spec.name());
  }

  private static List<String> gid(GroupSpec spec) {
    return spec.gid().map(gid -> List.of("-g", gid.toString())).orElse(List.of());
  }

  private static final ShellScript NEEDED =
      ShellScript.of(
          """
          umask 022
          if ! mesh_has groupadd; then
            echo 'groupadd is not on the node; install passwd, shadow or shadow-utils' >&2
            exit 1
          fi
          """);
}
