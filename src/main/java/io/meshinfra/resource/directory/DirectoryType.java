package io.meshinfra.resource.directory;

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
import io.meshinfra.resource.AloneLook;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileMode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps a folder there or away; never deletes what is in it unless told to. */
@AutoService(ResourceType.class)
public final class DirectoryType
    implements ResourceType<DirectorySpec>,
        Alone<DirectorySpec>,
        Removable<DirectorySpec>,
        Ordered<DirectorySpec>,
        Adoptable<DirectorySpec>,
        Touching<DirectorySpec>,
        Traced<DirectorySpec> {
  private static final String DIRECTORY = "directory";
  private static final FileMode NEW = new FileMode("0755");

  @Override
  public Kind<DirectorySpec> kind() {
    return Kind.of("directory", DirectorySpec.class, spec -> spec.path().value());
  }

  @Override
  public Set<ResourceId> comesAfter(DirectorySpec spec) {
    return spec.ownership().comesAfter(spec.path());
  }

  @Override
  public Traces traces(DirectorySpec spec) {
    return Traces.ofFile(spec.path().value());
  }

  /** Only when it is empty: what is in it was perhaps put there by others. */
  @Override
  public Removal<DirectorySpec> removal(DirectorySpec spec) {
    return Removable.by(
        new DirectorySpec(
            spec.path(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Existence.ABSENT,
            false));
  }

  @Override
  public List<String> takesAway(DirectorySpec spec) {
    return List.of(spec.path().value());
  }

  @Override
  public Expectation expected(DirectorySpec spec) {
    return switch (spec.state()) {
      case ABSENT -> Expectation.GONE;
      case PRESENT ->
          Expectation.exists(spec.ownership().wantedIn(State.EMPTY.with("type", DIRECTORY)));
    };
  }

  @Override
  public ShellScript probe(List<DirectorySpec> specs) {
    return FileProbe.script(looks(specs));
  }

  @Override
  public ShellScript lookAlone(DirectorySpec spec) {
    return AloneLook.at(spec.path().value(), spec.ownership());
  }

  @Override
  public List<Observation> observe(List<DirectorySpec> specs, ProbeOutput output) {
    Map<String, Seen> seen = FileProbe.read(looks(specs), output);
    return specs.stream().map(spec -> observe(spec, seen.get(spec.path().value()))).toList();
  }

  @Override
  public Touched touches(DirectorySpec spec, Change change) {
    if (change instanceof Change.Unverifiable) {
      return Touched.NOTHING;
    }
    Touched folder = Touched.paths(spec.path().value());
    return spec.recurse() ? folder.andTree(spec.path().value()) : folder;
  }

  @Override
  public List<Action> converge(DirectorySpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> create(spec, create);
      case Change.Update update -> List.of(action(spec, update(spec, update)));
      case Change.Delete delete -> List.of(action(spec, delete(spec)));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(DirectorySpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update -> {
        SpecEdit edit = SpecEdit.NONE;
        for (var difference : update.differences().entrySet()) {
          edit =
              edit.and(
                  Ownership.adopt(DIRECTORY, difference.getKey(), difference.getValue().from()));
        }
        yield edit;
      }
      case Change.Delete delete -> back(spec, delete.was());
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit back(DirectorySpec spec, State was) {
    if (!was.get("type").equals(Optional.of(Value.of(DIRECTORY)))) {
      return Ownership.adopt(DIRECTORY, "type", was.get("type"));
    }
    SpecEdit present = SpecEdit.set("state", "present").and(spec.ownership().adopt(DIRECTORY, was));
    return spec.recurse() ? present.and(SpecEdit.without("recurse")) : present;
  }

  private static List<Look> looks(List<DirectorySpec> specs) {
    return specs.stream().map(spec -> Look.at(spec.path().value())).toList();
  }

  private static Observation observe(DirectorySpec spec, Seen seen) {
    return switch (seen) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found ->
          Observation.present(
              spec.ownership().seenIn(State.EMPTY.with("type", found.type()), found));
    };
  }

  /** In the folder of a user, with no more rights than his. */
  private static Action action(DirectorySpec spec, ShellScript script) {
    return Action.run(script, List.of(spec.path().value()));
  }

  /** Each missing folder above it is made by who may write where it goes. */
  private static List<Action> create(DirectorySpec spec, Change.Create create) {
    List<Action> actions = new ArrayList<>();
    for (String parent : spec.path().parents().reversed()) {
      ShellScript make =
          ShellScript.of("[ -d {} ] || ( umask 022; mkdir -- {} )", parent + "/", parent);
      actions.add(Action.run(make, List.of(parent)));
    }
    actions.add(action(spec, make(spec, create)));
    return actions;
  }

  /** Closed to others until owner and mode are right, since it may be made for secrets. */
  private static ShellScript make(DirectorySpec spec, Change.Create create) {
    String path = spec.path().value();
    FileMode mode = spec.mode().orElse(NEW);
    Ownership complete =
        new Ownership(spec.ownership().owner(), spec.ownership().group(), Optional.of(mode));
    Change all = new Change.Create(create.to().with("mode", mode.octal()));
    return ShellScript.lines(
        guard(spec),
        ShellScript.of("[ -d {} ] || ( umask 077; mkdir -- {} )", path, path),
        complete.applyInside(path, all),
        Ownership.relabel(path));
  }

  private static ShellScript update(DirectorySpec spec, Change.Update update) {
    return guard(spec).then(spec.ownership().applyInside(spec.path().value(), update));
  }

  private static ShellScript delete(DirectorySpec spec) {
    String path = spec.path().value();
    if (spec.recurse()) {
      return guard(spec).then(ShellScript.of("rm -rf -- {}", path));
    }
    ShellScript remove =
        ShellScript.of(
            "if [ -d {} ] && ! rmdir -- {}; then printf '%s\\n' {} >&2; exit 1; fi",
            path,
            path,
            path + " is not deleted: only an empty one is, unless the resource says recurse: true");
    return guard(spec).then(remove);
  }

  private static ShellScript guard(DirectorySpec spec) {
    String path = spec.path().value();
    return Refusal.unlessDirectory(
        path, path + " is no directory; it is left alone: move it away or delete it by hand");
  }
}
