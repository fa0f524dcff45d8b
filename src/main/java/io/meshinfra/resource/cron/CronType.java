package io.meshinfra.resource.cron;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.DropIn;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps jobs of cron, each in a file of its own. */
@AutoService(ResourceType.class)
public final class CronType
    implements ResourceType<CronSpec>,
        Alone<CronSpec>,
        Removable<CronSpec>,
        Ordered<CronSpec>,
        Adoptable<CronSpec>,
        Touching<CronSpec>,
        Traced<CronSpec> {
  @Override
  public Kind<CronSpec> kind() {
    return Kind.of("cron", CronSpec.class, spec -> spec.name().value());
  }

  @Override
  public Set<ResourceId> comesAfter(CronSpec spec) {
    return Set.of(
        new ResourceId("package", "cron"),
        new ResourceId("package", "cronie"),
        new ResourceId("user", spec.user().value()));
  }

  @Override
  public Traces traces(CronSpec spec) {
    return Traces.ofFile(file(spec).path());
  }

  @Override
  public Removal<CronSpec> removal(CronSpec spec) {
    return Removable.by(
        new CronSpec(
            spec.name(),
            Existence.ABSENT,
            Optional.empty(),
            Optional.empty(),
            spec.user(),
            new TreeMap<>()));
  }

  @Override
  public List<String> takesAway(CronSpec spec) {
    return List.of(file(spec).path());
  }

  @Override
  public Expectation expected(CronSpec spec) {
    return spec.state() == Existence.ABSENT
        ? Expectation.GONE
        : Expectation.exists(file(spec).expected());
  }

  @Override
  public ShellScript probe(List<CronSpec> specs) {
    return DropIn.probe(files(specs));
  }

  @Override
  public ShellScript lookAlone(CronSpec spec) {
    return file(spec).lookAlone("content");
  }

  @Override
  public List<Observation> observe(List<CronSpec> specs, ProbeOutput output) {
    return DropIn.observe(files(specs), output);
  }

  @Override
  public Touched touches(CronSpec spec, Change change) {
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.paths(file(spec).path()).andCommand(spec.command());
  }

  @Override
  public List<Action> converge(CronSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> put(spec);
      case Change.Update update -> put(spec);
      case Change.Delete delete -> List.of(file(spec).remove());
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(CronSpec spec, Change change) {
    return CronAdoption.of(spec, file(spec), change);
  }

  /** A job of a user who does not exist would make cron complain every minute. */
  private static List<Action> put(CronSpec spec) {
    ShellScript check =
        ShellScript.of(
            """
            if [ ! -d /etc/cron.d ]; then
              echo 'no /etc/cron.d on the node; is package:cron (Debian) or package:cronie (Fedora)' \\
                'in the profile?' >&2
              exit 1
            fi
            if ! getent passwd {} >/dev/null; then
              echo 'no user' {} 'on the node, as whom the job shall run' >&2
              exit 1
            fi
            """,
            spec.user(),
            spec.user());
    return List.of(Action.run(check), file(spec).put(Optional.empty()));
  }

  private static List<DropIn> files(List<CronSpec> specs) {
    return specs.stream().map(spec -> file(spec)).toList();
  }

  private static DropIn file(CronSpec spec) {
    return new DropIn("/etc/cron.d/mesh-" + spec.name(), Content.of(spec.text()), "0644");
  }
}
