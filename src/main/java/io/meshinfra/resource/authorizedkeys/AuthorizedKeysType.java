package io.meshinfra.resource.authorizedkeys;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Former;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the keys of a user. The user owns the folder and may put links there at any moment, so root
 * neither reads nor writes in it: both happen as that user.
 */
@AutoService(ResourceType.class)
public final class AuthorizedKeysType
    implements ResourceType<AuthorizedKeysSpec>,
        Alone<AuthorizedKeysSpec>,
        Removable<AuthorizedKeysSpec>,
        Ordered<AuthorizedKeysSpec>,
        Adoptable<AuthorizedKeysSpec>,
        Touching<AuthorizedKeysSpec>,
        Traced<AuthorizedKeysSpec> {
  static final String FILE = "file";

  @Override
  public Kind<AuthorizedKeysSpec> kind() {
    return Kind.of("authorizedKeys", AuthorizedKeysSpec.class, AuthorizedKeysSpec::resourceName);
  }

  @Override
  public Set<ResourceId> comesAfter(AuthorizedKeysSpec spec) {
    Set<ResourceId> first = new LinkedHashSet<>();
    first.add(new ResourceId("user", spec.user().value()));
    spec.path()
        .ifPresent(path -> path.parents().forEach(p -> first.add(new ResourceId("directory", p))));
    return first;
  }

  @Override
  public Traces traces(AuthorizedKeysSpec spec) {
    return spec.path()
        .map(path -> Traces.ofFile(path.value()))
        .orElse(Traces.ofFile("/home/" + spec.user() + "/.ssh/authorized_keys"));
  }

  @Override
  public Removal<AuthorizedKeysSpec> removal(AuthorizedKeysSpec spec) {
    return Removable.impossible(
        "keys of a user stay, since taking the last one away locks him out; list fewer keys first, or remove them by hand");
  }

  @Override
  public Expectation expected(AuthorizedKeysSpec spec) {
    State state =
        State.EMPTY
            .with("keys", Value.of(spec.keys().stream().map(AuthorizedKey::toString).toList()))
            .with("type", FILE);
    return Expectation.exists(
        spec.path().isPresent()
            ? state.with("owner", "root").with("mode", "0644")
            : state
                .with("owner", spec.user().value())
                .with("mode", "0600")
                .with("folder", "0700 " + spec.user()));
  }

  @Override
  public ShellScript probe(List<AuthorizedKeysSpec> specs) {
    return specs.isEmpty() ? ShellScript.EMPTY : KeysProbe.script(specs);
  }

  @Override
  public ShellScript lookFunctions() {
    return KeysLook.FUNCTIONS;
  }

  @Override
  public ShellScript lookAlone(AuthorizedKeysSpec spec) {
    return KeysLook.of(spec);
  }

  @Override
  public List<Observation> observe(List<AuthorizedKeysSpec> specs, ProbeOutput output) {
    KeysProbe seen = KeysProbe.read(specs, output);
    return specs.stream().map(seen::of).toList();
  }

  /** Where the home of the user is, only the node knows; here it is where homes usually are. */
  @Override
  public Touched touches(AuthorizedKeysSpec spec, Change change) {
    if (change instanceof Change.Unverifiable) {
      return Touched.NOTHING;
    }
    String user = spec.user().value();
    String home = user.equals("root") ? "/root" : "/home/" + user;
    return Touched.paths(
        spec.path().map(AbsolutePath::value).orElse(home + "/.ssh/authorized_keys"));
  }

  @Override
  public List<Action> converge(AuthorizedKeysSpec spec, Change change, Facts facts) {
    if (change instanceof Change.Unverifiable || change instanceof Change.Delete) {
      return List.of();
    }
    return spec.path()
        .map(path -> ofRoot(spec, path))
        .orElseGet(() -> List.of(Action.run(KeysScript.of(spec), inHome(spec))));
  }

  @Override
  public SpecEdit adopt(AuthorizedKeysSpec spec, Change change) {
    return KeysAdoption.of(spec, change);
  }

  private static Former inHome(AuthorizedKeysSpec spec) {
    return new Former.InHome(spec.user().value(), List.of(".ssh", ".ssh/authorized_keys"));
  }

  private static List<Action> ofRoot(AuthorizedKeysSpec spec, AbsolutePath path) {
    return List.of(
        Action.run(KeysScript.requireRootsFolders(path)),
        new Action.PutFile(
            path.value(),
            Content.of(spec.text()),
            Optional.of("root"),
            Optional.of("root"),
            Optional.of("0644"),
            Optional.empty()));
  }
}
