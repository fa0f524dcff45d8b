package io.meshinfra.resource.sysctl;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.DropIn;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets kernel settings, now ({@code live}) and for the next boot ({@code persisted}). */
@AutoService(ResourceType.class)
public final class SysctlType
    implements ResourceType<SysctlSpec>,
        Alone<SysctlSpec>,
        Removable<SysctlSpec>,
        Adoptable<SysctlSpec>,
        Touching<SysctlSpec>,
        Traced<SysctlSpec> {
  static final String LIVE = "live";
  static final String PERSISTED = "persisted";
  private static final String CONTENT = "content";

  @Override
  public Kind<SysctlSpec> kind() {
    return Kind.of("sysctl", SysctlSpec.class, spec -> spec.key().value());
  }

  @Override
  public Traces traces(SysctlSpec spec) {
    return Traces.ofEntry(spec.key().file(), spec.key().value(), spec.key().path());
  }

  /** The value in force stays until the next boot. */
  @Override
  public Removal<SysctlSpec> removal(SysctlSpec spec) {
    return Removable.by(new SysctlSpec(spec.key(), Optional.empty(), Existence.ABSENT));
  }

  @Override
  public List<String> takesAway(SysctlSpec spec) {
    return List.of(file(spec).path());
  }

  @Override
  public Expectation expected(SysctlSpec spec) {
    return spec.value().isPresent() ? Expectation.exists(wanted(spec)) : Expectation.GONE;
  }

  static State wanted(SysctlSpec spec) {
    return persisted(file(spec).expected()).with(LIVE, spec.value().orElse(""));
  }

  /** The file is called what it is for: {@code persisted}, not {@code content}. */
  private static State persisted(State file) {
    State state = State.EMPTY;
    for (var attribute : file.attributes().entrySet()) {
      boolean content = attribute.getKey().equals(CONTENT);
      state = state.with(content ? PERSISTED : attribute.getKey(), attribute.getValue());
    }
    return state;
  }

  @Override
  public ShellScript probe(List<SysctlSpec> specs) {
    // One grep for all. A shell's read takes single bytes, of which /proc gives only the first.
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : ShellScript.lines(
            FileProbe.script(looks(specs)),
            ShellScript.of("grep -H '' {*}", specs.stream().map(s -> s.key().path()).toList()));
  }

  /** A shell's read takes single bytes, of which /proc gives only the first. */
  @Override
  public ShellScript lookAlone(SysctlSpec spec) {
    String live = spec.key().path();
    return file(spec)
        .lookAlone(PERSISTED)
        .then(
            ShellScript.of(
                "if [ -r {} ]; then set -- $(head -n 1 {}); mesh_is {} \"$*\"; fi",
                live,
                live,
                LIVE));
  }

  @Override
  public List<Observation> observe(List<SysctlSpec> specs, ProbeOutput output) {
    Map<String, FileProbe.Seen> seen = FileProbe.read(looks(specs), output);
    return specs.stream().map(spec -> observe(spec, seen, output)).toList();
  }

  private static Observation observe(
      SysctlSpec spec, Map<String, FileProbe.Seen> seen, ProbeOutput output) {
    DropIn file = file(spec);
    String start = spec.key().path() + ":";
    Optional<String> live =
        output.lines().stream()
            .filter(line -> line.startsWith(start))
            .map(line -> SysctlSpec.normal(line.substring(start.length())))
            .findFirst();
    return switch (file.observed(seen.get(file.path()))) {
      case Observation.Present present -> {
        State state = persisted(present.state());
        yield Observation.present(live.map(value -> state.with(LIVE, value)).orElse(state));
      }
      case Observation.Absent absent -> absent;
      case Observation.Unknown unknown -> unknown;
    };
  }

  /**
   * The value in force comes first: one that the kernel refuses must not wait for the next boot.
   */
  @Override
  public Touched touches(SysctlSpec spec, Change change) {
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.paths(file(spec).path())
            .andCommand(spec.value().map(value -> "sysctl -w " + spec.key() + "=" + value));
  }

  @Override
  public List<Action> converge(SysctlSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(set(spec), file(spec).put(Optional.empty()));
      case Change.Update update -> {
        boolean liveOnly =
            update.differences().containsKey(LIVE) && update.differences().size() == 1;
        yield liveOnly ? List.of(set(spec)) : List.of(set(spec), file(spec).put(Optional.empty()));
      }
      case Change.Delete delete -> List.of(file(spec).remove());
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(SysctlSpec spec, Change change) {
    return SysctlAdoption.of(spec, change);
  }

  private static Action set(SysctlSpec spec) {
    return Action.run(
        ShellScript.of(
            """
            if [ ! -e {} ]; then
              echo 'the kernel of the node has no setting' {}'; is its module loaded?' >&2
              exit 1
            fi
            if ! printf '%s\\n' {} >{}; then
              echo 'the kernel of the node does not take this value for' {}', or a container or' \\
                'virtual machine may not set it' >&2
              exit 1
            fi
            """,
            spec.key().path(), spec.key(), spec.value().orElse(""), spec.key().path(), spec.key()),
        List.of(spec.key().path()));
  }

  private static List<FileProbe.Look> looks(List<SysctlSpec> specs) {
    return specs.stream().map(spec -> file(spec).look()).toList();
  }

  static DropIn file(SysctlSpec spec) {
    String text = text(spec.key(), spec.value().orElse(""));
    return new DropIn(spec.key().file(), Content.of(text), "0644");
  }

  static String text(SysctlKey key, String value) {
    return "# Kept by mesh-infra.\n" + key + " = " + value + "\n";
  }
}
