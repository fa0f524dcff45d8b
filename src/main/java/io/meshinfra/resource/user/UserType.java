package io.meshinfra.resource.user;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Creates, changes and removes local accounts. */
@AutoService(ResourceType.class)
public final class UserType
    implements ResourceType<UserSpec>,
        Alone<UserSpec>,
        Removable<UserSpec>,
        Ordered<UserSpec>,
        Adoptable<UserSpec>,
        Touching<UserSpec>,
        Traced<UserSpec> {
  @Override
  public Kind<UserSpec> kind() {
    return Kind.of("user", UserSpec.class, spec -> spec.name().value());
  }

  @Override
  public Traces traces(UserSpec spec) {
    return Traces.ofEntry("/etc/passwd", spec.name().value());
  }

  /** The home stays. */
  @Override
  public Removal<UserSpec> removal(UserSpec spec) {
    return Removable.by(spec.absent());
  }

  @Override
  public Expectation expected(UserSpec spec) {
    if (spec.state() == Existence.ABSENT) {
      return Expectation.GONE;
    }
    return Expectation.exists(wanted(spec));
  }

  /** What the spec says about the account. */
  static State wanted(UserSpec spec) {
    State state = State.EMPTY;
    state = spec.uid().isPresent() ? state.with("uid", spec.uid().get().toString()) : state;
    state = spec.group().isPresent() ? state.with("group", spec.group().get().value()) : state;
    state =
        spec.groups().isPresent()
            ? state.with("groups", Value.of(names(spec.groups().get())))
            : state;
    state = spec.home().isPresent() ? state.with("home", spec.home().get().value()) : state;
    state = spec.shell().isPresent() ? state.with("shell", spec.shell().get().value()) : state;
    return spec.comment().isPresent() ? state.with("comment", spec.comment().get()) : state;
  }

  @Override
  public Set<ResourceId> comesAfter(UserSpec spec) {
    Set<ResourceId> first = new LinkedHashSet<>();
    if (spec.state() == Existence.PRESENT) {
      first.add(new ResourceId("group", spec.name().value()));
      spec.group().ifPresent(group -> first.add(new ResourceId("group", group.value())));
      spec.groups()
          .ifPresent(all -> all.forEach(g -> first.add(new ResourceId("group", g.value()))));
      spec.home()
          .ifPresent(
              home -> home.parents().forEach(p -> first.add(new ResourceId("directory", p))));
    }
    return first;
  }

  @Override
  public ShellScript probe(List<UserSpec> specs) {
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : ShellScript.of(
            """
            MESH_OUT=$(getent passwd {*})
            printf 'passwd\\t%s\\n' $?
            printf '%s\\n' "$MESH_OUT"
            getent group
            printf 'group\\t%s\\n' $?
            """,
            specs.stream().map(UserSpec::name).distinct().toList());
  }

  @Override
  public ShellScript lookFunctions() {
    return UserScript.LOOK;
  }

  @Override
  public ShellScript lookAlone(UserSpec spec) {
    return UserScript.lookAlone(spec);
  }

  @Override
  public List<Observation> observe(List<UserSpec> specs, ProbeOutput output) {
    Accounts accounts = Accounts.read(output);
    return specs.stream().map(accounts::of).toList();
  }

  @Override
  public Touched touches(UserSpec spec, Change change) {
    if (change instanceof Change.Unverifiable) {
      return Touched.NOTHING;
    }
    Touched accounts = Touched.paths("/etc/group", "/etc/passwd", "/etc/shadow");
    boolean removed = change instanceof Change.Delete;
    Touched files =
        spec.removeHome() && removed
            ? accounts.andTree(spec.home().map(AbsolutePath::value).orElse("/home/" + spec.name()))
            : accounts;
    return removed ? files.andCommand("userdel " + spec.name()) : files;
  }

  @Override
  public List<Action> converge(UserSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(action(UserScript.create(spec)));
      case Change.Update update -> List.of(action(UserScript.update(spec, update)));
      case Change.Delete delete -> List.of(action(UserScript.delete(spec)));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(UserSpec spec, Change change) {
    return UserAdoption.of(spec, change);
  }

  private static Action action(ShellScript script) {
    return Action.run(script, List.of("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow"));
  }

  static Collection<String> names(Collection<AccountName> accounts) {
    return accounts.stream().map(AccountName::value).toList();
  }
}
