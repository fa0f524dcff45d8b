package io.meshinfra.resource.file;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.SecretText;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.AloneLook;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Discreet;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.FileProbe.Look;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Refusal;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.Seal;
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

/** Keeps a regular file as it shall be; replaced whole, or changed in owner and mode only. */
@AutoService(ResourceType.class)
public final class FileType
    implements ResourceType<FileSpec>,
        Alone<FileSpec>,
        Removable<FileSpec>,
        Resolving<FileSpec>,
        Ordered<FileSpec>,
        Adoptable<FileSpec>,
        Touching<FileSpec>,
        Discreet<FileSpec>,
        HoldsSecrets<FileSpec>,
        Traced<FileSpec> {
  /** Content travels in the apply script; larger things belong in packages. */
  private static final int LARGEST = 8 * 1024 * 1024;

  private static final String FILE = "file";

  @Override
  public Kind<FileSpec> kind() {
    return Kind.of("file", FileSpec.class, spec -> spec.path().value());
  }

  @Override
  public FileSpec resolve(FileSpec spec, Sources sources) throws UnresolvableSpec {
    Optional<SecretText> text = FileSecrets.text(spec, sources);
    if (text.isPresent() && !text.get().secrets().isEmpty()) {
      return FileSecrets.kept(spec, text.get());
    }
    Optional<Content> content =
        spec.source().isPresent()
            ? Optional.of(sources.file(spec.source().get()))
            : text.map(plain -> Content.of(plain.marked()));
    if (content.isPresent() && content.get().size() > LARGEST) {
      throw new UnresolvableSpec(
          "the content of %s has %d bytes, and 8 MiB (%d bytes) is the most that a file can have; put it into a package or fetch it with a shell resource"
              .formatted(spec.path(), content.get().size(), LARGEST));
    }
    return content.map(spec::withContent).orElse(spec);
  }

  @Override
  public Optional<SecretText> secrets(FileSpec spec) {
    return spec.state() == Existence.PRESENT ? spec.secret() : Optional.empty();
  }

  @Override
  public FileSpec sealed(FileSpec spec, Seal seal) {
    return spec.withSecret(spec.secret().orElseThrow(), Optional.of(seal));
  }

  @Override
  public Optional<Seal> seal(FileSpec spec) {
    return spec.seal();
  }

  @Override
  public Set<ResourceId> comesAfter(FileSpec spec) {
    return spec.ownership().comesAfter(spec.path());
  }

  /** Without a mode in the spec it is not known who may read the file. */
  @Override
  public boolean hides(FileSpec spec) {
    return spec.sensitive() || !spec.mode().map(FileMode::othersMayRead).orElse(false);
  }

  @Override
  public Traces traces(FileSpec spec) {
    return Traces.ofFile(spec.path().value());
  }

  @Override
  public Removal<FileSpec> removal(FileSpec spec) {
    return Removable.by(FileSpec.absent(spec.path()));
  }

  @Override
  public List<String> takesAway(FileSpec spec) {
    return List.of(spec.path().value());
  }

  @Override
  public Expectation expected(FileSpec spec) {
    if (spec.state() == Existence.ABSENT) {
      return Expectation.GONE;
    }
    State state = spec.ownership().wantedIn(State.EMPTY.with("type", FILE));
    if (spec.secret().isPresent()) {
      return Expectation.exists(state.with("content", FileSecrets.wanted(spec)));
    }
    return Expectation.exists(
        spec.wanted()
            .map(c -> state.with("content", spec.sensitive() ? c.asHiddenValue() : c.asValue()))
            .orElse(state));
  }

  @Override
  public ShellScript probe(List<FileSpec> specs) {
    return FileProbe.script(looks(specs));
  }

  @Override
  public ShellScript lookFunctions() {
    return FileSecrets.LOOK;
  }

  @Override
  public ShellScript lookAlone(FileSpec spec) {
    String path = spec.path().value();
    ShellScript at = AloneLook.at(path, spec.ownership());
    return spec.secret().isPresent()
        ? at.then(FileSecrets.lookAlone(spec))
        : at.then(AloneLook.content(path, "content"));
  }

  @Override
  public List<Observation> observe(List<FileSpec> specs, ProbeOutput output) {
    Map<String, Seen> seen = FileProbe.read(looks(specs), output);
    return specs.stream().map(spec -> observe(spec, seen.get(spec.path().value()))).toList();
  }

  @Override
  public Touched touches(FileSpec spec, Change change) {
    if (change instanceof Change.Unverifiable) {
      return Touched.NOTHING;
    }
    String path = spec.path().value();
    if (change instanceof Change.Delete || !spec.hasText()) {
      return Touched.paths(path);
    }
    return spec.secret().isPresent()
        ? Touched.command(spec.validate()).andSecretWrite(path)
        : Touched.command(spec.validate()).andWrite(path, spec.wanted().get(), spec.sensitive());
  }

  @Override
  public List<Action> converge(FileSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(put(spec));
      case Change.Update update when update.touches("type") -> replaceOther(spec, update);
      case Change.Update update when update.touches("content") -> List.of(put(spec));
      case Change.Update update when spec.hasText() && changesHands(update) -> List.of(put(spec));
      case Change.Update update -> List.of(adjust(spec, update));
      case Change.Delete delete -> List.of(delete(spec, delete));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(FileSpec spec, Change change) {
    return FileAdoption.of(spec, change);
  }

  /**
   * In a folder of a user, only a new file can get its owner safely: a file that is given to him
   * may be another one by then, which he moved there.
   */
  private static boolean changesHands(Change.Update update) {
    return update.touches("owner") || update.touches("group");
  }

  private static List<Look> looks(List<FileSpec> specs) {
    return specs.stream().map(FileType::look).toList();
  }

  private static Look look(FileSpec spec) {
    String path = spec.path().value();
    Optional<Seal.Proof> proof = spec.seal().flatMap(Seal::proof);
    if (spec.state() == Existence.PRESENT && proof.isPresent()) {
      return Look.salted(path, proof.get().salt());
    }
    return spec.state() == Existence.ABSENT
        ? Look.at(path)
        : spec.wanted()
            .map(content -> Look.compare(path, content, !spec.sensitive()))
            .orElse(Look.at(path));
  }

  private static Observation observe(FileSpec spec, Seen seen) {
    return switch (seen) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found ->
          FileSecrets.isComparable(spec)
              ? Observation.present(state(spec, found))
              : Observation.unknown("the secrets of the file were not resolved for this probe");
    };
  }

  private static State state(FileSpec spec, Seen.Found found) {
    State typed = State.EMPTY.with("type", found.isFile() ? FILE : found.type());
    State state = spec.ownership().seenIn(typed, found);
    if (spec.secret().isPresent()) {
      return FileSecrets.seen(spec, found).map(v -> state.with("content", v)).orElse(state);
    }
    return found.contentValue().map(value -> state.with("content", value)).orElse(state);
  }

  private static Action put(FileSpec spec) {
    Action.PutFile file = putFile(spec);
    return spec.secret().isPresent() ? FileSecrets.put(spec, file) : file;
  }

  private static Action.PutFile putFile(FileSpec spec) {
    return new Action.PutFile(
        spec.path().value(),
        spec.wanted().orElse(Content.of("")),
        spec.owner().map(Object::toString),
        spec.group().map(Object::toString),
        spec.mode().map(Object::toString),
        spec.validate());
  }

  /** A link loses nothing when it is replaced; everything else is deleted only when told to. */
  private static List<Action> replaceOther(FileSpec spec, Change.Update update) {
    String found = update.differences().get("type").from().map(v -> v.shown()).orElse("unknown");
    boolean link = found.equals("symbolic link");
    if (link && spec.hasText()) {
      return List.of(put(spec));
    }
    if (!spec.force()) {
      return List.of(Action.run(Refusal.because(complaint(spec, found))));
    }
    return List.of(removeAll(spec), put(spec));
  }

  private static Action removeAll(FileSpec spec) {
    String path = spec.path().value();
    return Action.run(ShellScript.of("rm -rf -- {}", path), List.of(path));
  }

  private static String complaint(FileSpec spec, String found) {
    return "%s is a %s, not a file; it is not deleted unless the resource says force: true"
        .formatted(spec.path(), found);
  }

  private static Action adjust(FileSpec spec, Change.Update update) {
    String path = spec.path().value();
    List<ShellScript> lines = new ArrayList<>();
    lines.add(Refusal.unlessFile(path, path + " is no longer a file; its mode is left alone"));
    lines.add(spec.ownership().apply(path, update));
    return Action.run(ShellScript.lines(lines), List.of(path));
  }

  private static Action delete(FileSpec spec, Change.Delete delete) {
    String path = spec.path().value();
    boolean directory = delete.was().get("type").equals(Optional.of(Value.of("directory")));
    if (directory && spec.force()) {
      return removeAll(spec);
    }
    ShellScript guard =
        ShellScript.of(
            "if [ -d {} ] && [ ! -L {} ]; then printf '%s\\n' {} >&2; exit 1; fi",
            path, path, complaint(spec, "directory"));
    return Action.run(guard.then(ShellScript.of("rm -f -- {}", path)), List.of(path));
  }
}
