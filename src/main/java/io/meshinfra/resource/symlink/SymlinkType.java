package io.meshinfra.resource.symlink;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.FileProbe.Look;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Refusal;
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
import java.util.Set;

/** Keeps a symbolic link there, pointing where it shall, or away. */
@AutoService(ResourceType.class)
public final class SymlinkType
    implements ResourceType<SymlinkSpec>,
        Alone<SymlinkSpec>,
        Removable<SymlinkSpec>,
        Ordered<SymlinkSpec>,
        Adoptable<SymlinkSpec>,
        Touching<SymlinkSpec>,
        Traced<SymlinkSpec> {
  private static final String LINK = "symbolic link";

  @Override
  public Kind<SymlinkSpec> kind() {
    return Kind.of("symlink", SymlinkSpec.class, spec -> spec.path().value());
  }

  @Override
  public Set<ResourceId> comesAfter(SymlinkSpec spec) {
    return Ownership.parents(spec.path());
  }

  @Override
  public Traces traces(SymlinkSpec spec) {
    return Traces.ofFile(spec.path().value());
  }

  @Override
  public Removal<SymlinkSpec> removal(SymlinkSpec spec) {
    return Removable.by(new SymlinkSpec(spec.path(), spec.target(), Existence.ABSENT, false));
  }

  @Override
  public List<String> takesAway(SymlinkSpec spec) {
    return List.of(spec.path().value());
  }

  @Override
  public Expectation expected(SymlinkSpec spec) {
    return switch (spec.state()) {
      case ABSENT -> Expectation.GONE;
      case PRESENT ->
          Expectation.exists(
              State.EMPTY.with("type", LINK).with("target", spec.target().orElseThrow()));
    };
  }

  @Override
  public ShellScript probe(List<SymlinkSpec> specs) {
    return FileProbe.script(looks(specs));
  }

  @Override
  public ShellScript lookAlone(SymlinkSpec spec) {
    String path = spec.path().value();
    return ShellScript.of(
        """
        mesh_seen {} %U %G
        if [ -L {} ]; then mesh_is target "$(readlink -- {})"; fi
        """,
        path, path, path);
  }

  @Override
  public List<Observation> observe(List<SymlinkSpec> specs, ProbeOutput output) {
    Map<String, Seen> seen = FileProbe.read(looks(specs), output);
    return specs.stream().map(spec -> observe(seen.get(spec.path().value()))).toList();
  }

  /** What is read through the link is whatever stands there by then. */
  @Override
  public Touched touches(SymlinkSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> Touched.NOTHING.andUntoldWrite(spec.path().value());
      case Change.Update update -> Touched.NOTHING.andUntoldWrite(spec.path().value());
      case Change.Delete delete -> Touched.paths(spec.path().value());
      case Change.Unverifiable unverifiable -> Touched.NOTHING;
    };
  }

  @Override
  public List<Action> converge(SymlinkSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(link(spec));
      case Change.Update update -> List.of(link(spec));
      case Change.Delete delete -> List.of(remove(spec));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(SymlinkSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update when update.touches("type") ->
          Ownership.adopt(LINK, "type", update.differences().get("type").from());
      case Change.Update update -> target(update.differences().get("target").from());
      case Change.Delete delete when delete.was().get("type").equals(Optional.of(Value.of(LINK))) ->
          SpecEdit.set("state", "present").and(target(delete.was().get("target")));
      case Change.Delete delete -> Ownership.adopt(LINK, "type", delete.was().get("type"));
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  /** The probe shows a question mark for each control character. */
  private static SpecEdit target(Optional<Value> seen) {
    return seen.filter(target -> target.shown().contains("?")).isPresent()
        ? SpecEdit.impossible("the target may hold control characters, which the probe hides")
        : SpecEdit.text("target", seen);
  }

  private static List<Look> looks(List<SymlinkSpec> specs) {
    return specs.stream().map(spec -> Look.at(spec.path().value())).toList();
  }

  private static Observation observe(Seen seen) {
    return switch (seen) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found -> {
        State state = State.EMPTY.with("type", found.type());
        yield Observation.present(
            found.target().map(target -> state.with("target", target)).orElse(state));
      }
    };
  }

  private static Action link(SymlinkSpec spec) {
    String path = spec.path().value();
    ShellScript guard =
        spec.force()
            ? Refusal.unlessFileOrLink(path, path + " is no file and no link; it is not deleted")
            : Refusal.unlessLink(
                path, path + " is no link; it is not deleted unless the resource says force: true");
    return Action.run(
        ShellScript.lines(
            guard,
            ShellScript.of("ln -sfn -- {} {}", spec.target().orElseThrow(), path),
            Ownership.relabel(path)),
        List.of(path));
  }

  private static Action remove(SymlinkSpec spec) {
    String path = spec.path().value();
    return Action.run(
        Refusal.unlessLink(path, path + " is no link; it is left alone: delete it by hand")
            .then(ShellScript.of("rm -f -- {}", path)),
        List.of(path));
  }
}
