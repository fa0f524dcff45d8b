package io.meshinfra.resource.hostname;

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
import java.util.List;
import java.util.Optional;

/** Keeps the name of the machine, in the kernel and in {@code /etc/hostname}. */
@AutoService(ResourceType.class)
public final class HostnameType
    implements ResourceType<HostnameSpec>,
        Alone<HostnameSpec>,
        Removable<HostnameSpec>,
        Adoptable<HostnameSpec>,
        Touching<HostnameSpec>,
        Traced<HostnameSpec> {
  @Override
  public Kind<HostnameSpec> kind() {
    return Kind.of("hostname", HostnameSpec.class, spec -> "node");
  }

  @Override
  public Traces traces(HostnameSpec spec) {
    return Traces.ofEntry("/etc/hostname", "hostname", "hostnamectl");
  }

  @Override
  public Removal<HostnameSpec> removal(HostnameSpec spec) {
    return Removable.impossible("a machine always has a name");
  }

  @Override
  public Expectation expected(HostnameSpec spec) {
    return Expectation.exists(State.EMPTY.with("live", spec.name()).with("stored", spec.name()));
  }

  @Override
  public ShellScript probe(List<HostnameSpec> specs) {
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : ShellScript.of(
            """
            printf 'live\\t%s\\n' "$(uname -n)"
            mesh_stored=
            if [ -r /etc/hostname ]; then read -r mesh_stored </etc/hostname; fi
            printf 'stored\\t%s\\n' "$mesh_stored"
            """);
  }

  @Override
  public ShellScript lookAlone(HostnameSpec spec) {
    return ShellScript.of(
        """
        mesh_stored=
        if [ -r /etc/hostname ]; then read -r mesh_stored </etc/hostname; fi
        mesh_is live "$(uname -n)"
        mesh_is stored "$mesh_stored"
        """);
  }

  @Override
  public List<Observation> observe(List<HostnameSpec> specs, ProbeOutput output) {
    List<List<String>> live = output.rows("live");
    List<List<String>> stored = output.rows("stored");
    Observation seen =
        live.size() == 1 && live.getFirst().size() == 1 && !stored.isEmpty()
            ? Observation.present(
                State.EMPTY
                    .with("live", live.getFirst().getFirst())
                    .with("stored", String.join("\t", stored.getFirst())))
            : Observation.unknown("the node did not tell its name");
    return specs.stream().map(spec -> seen).toList();
  }

  @Override
  public Touched touches(HostnameSpec spec, Change change) {
    return change instanceof Change.Unverifiable ? Touched.NOTHING : Touched.paths("/etc/hostname");
  }

  @Override
  public List<Action> converge(HostnameSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(set(spec, facts));
      case Change.Update update -> List.of(set(spec, facts));
      case Change.Delete delete -> List.of();
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(HostnameSpec spec, Change change) {
    return switch (change) {
      case Change.Update update -> {
        Optional<Value> live = seen(spec, update, "live");
        Optional<Value> stored = seen(spec, update, "stored");
        yield live.equals(stored)
            ? SpecEdit.text("name", live)
            : SpecEdit.impossible(
                "the machine is called %s now and %s after the next boot, and one name stands for"
                        .formatted(shown(live), shown(stored))
                    + " both");
      }
      case Change.Create create -> SpecEdit.impossible("a machine without a name was reported");
      case Change.Delete delete -> SpecEdit.impossible("a machine always has a name");
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static Optional<Value> seen(HostnameSpec spec, Change.Update update, String attribute) {
    return update.touches(attribute)
        ? update.differences().get(attribute).from()
        : Optional.of(Value.of(spec.name()));
  }

  private static String shown(Optional<Value> name) {
    return name.map(Value::shown).filter(text -> !text.isEmpty()).orElse("nothing");
  }

  private static Action set(HostnameSpec spec, Facts facts) {
    return Action.run(
        facts.init() == Facts.Init.SYSTEMD ? bySystemd(spec) : byHand(spec),
        List.of("/etc/hostname"));
  }

  private static ShellScript bySystemd(HostnameSpec spec) {
    return ShellScript.of("hostnamectl set-hostname -- {}", spec.name());
  }

  /** Written in place: in a container the file is a mount point and cannot be renamed over. */
  private static ShellScript byHand(HostnameSpec spec) {
    return ShellScript.of(
        """
        if ! hostname {}; then
          printf '%s\\n' 'the machine does not let root set its name: in a container it is set by \
        whoever starts it' >&2
          exit 1
        fi
        ( umask 022; printf '%s\\n' {} >/etc/hostname )
        """,
        spec.name(), spec.name());
  }
}
