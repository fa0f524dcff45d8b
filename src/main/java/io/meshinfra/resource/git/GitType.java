package io.meshinfra.resource.git;

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
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.FileProbe.Look;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Keeps a checkout at a ref, without local changes of tracked files. */
@AutoService(ResourceType.class)
public final class GitType
    implements ResourceType<GitSpec>,
        Alone<GitSpec>,
        Removable<GitSpec>,
        Ordered<GitSpec>,
        Adoptable<GitSpec>,
        Touching<GitSpec>,
        Traced<GitSpec> {
  private static final String CHECKOUT = "checkout";

  @Override
  public Kind<GitSpec> kind() {
    return Kind.of("git", GitSpec.class, spec -> spec.path().value());
  }

  @Override
  public Set<ResourceId> comesAfter(GitSpec spec) {
    Set<ResourceId> first = new HashSet<>(Ownership.parents(spec.path()));
    first.add(new ResourceId("directory", spec.path().value()));
    first.add(new ResourceId("user", spec.owner().value()));
    first.add(new ResourceId("package", "git"));
    return first;
  }

  @Override
  public Traces traces(GitSpec spec) {
    return Traces.ofFile(spec.path().value());
  }

  @Override
  public Removal<GitSpec> removal(GitSpec spec) {
    return Removable.impossible("a checkout may hold work of somebody; remove it by hand");
  }

  @Override
  public Expectation expected(GitSpec spec) {
    return Expectation.exists(
        State.EMPTY
            .with("type", CHECKOUT)
            .with("owner", spec.owner().value())
            .with("origin", spec.repo().url())
            .with("ref", spec.ref().name())
            .with("clean", true));
  }

  @Override
  public ShellScript probe(List<GitSpec> specs) {
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : FileProbe.script(looks(specs)).then(GitScripts.look(specs));
  }

  @Override
  public ShellScript lookFunctions() {
    return GitScripts.LOOK_FUNCTIONS;
  }

  @Override
  public ShellScript lookAlone(GitSpec spec) {
    return GitScripts.lookAlone(spec);
  }

  @Override
  public List<Observation> observe(List<GitSpec> specs, ProbeOutput output) {
    Map<String, Seen> folders = FileProbe.read(looks(specs), output);
    GitRows rows = new GitRows(output);
    return IntStream.range(0, specs.size())
        .mapToObj(i -> observe(specs.get(i), i, folders, rows))
        .toList();
  }

  @Override
  public Touched touches(GitSpec spec, Change change) {
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.paths(spec.path().value()).andTree(spec.path().value());
  }

  @Override
  public List<Action> converge(GitSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(Action.run(GitScripts.make(spec)));
      case Change.Update update -> List.of(Action.run(GitScripts.make(spec)));
      case Change.Delete delete -> List.of();
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(GitSpec spec, Change change) {
    return GitAdoption.of(spec, change);
  }

  private static List<Look> looks(List<GitSpec> specs) {
    return specs.stream()
        .flatMap(spec -> List.of(Look.at(spec.path().value()), Look.at(inside(spec))).stream())
        .toList();
  }

  private static String inside(GitSpec spec) {
    return spec.path().value() + "/.git";
  }

  private static Observation observe(
      GitSpec spec, int index, Map<String, Seen> folders, GitRows rows) {
    return switch (folders.get(spec.path().value())) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found -> {
        boolean checkout = found.isDirectory() && folders.get(inside(spec)) instanceof Seen.Found;
        State state =
            State.EMPTY
                .with("type", checkout ? CHECKOUT : found.type())
                .with("owner", found.owner());
        yield checkout && found.owner().equals(spec.owner().value())
            ? rows.of(spec, index, state)
            : Observation.present(state);
      }
    };
  }
}
