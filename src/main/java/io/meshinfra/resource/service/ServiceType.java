package io.meshinfra.resource.service;

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
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts, stops, enables and disables services, and lets them react to changes elsewhere. */
@AutoService(ResourceType.class)
public final class ServiceType
    implements ResourceType<ServiceSpec>,
        Alone<ServiceSpec>,
        Removable<ServiceSpec>,
        Reactive<ServiceSpec>,
        Ordered<ServiceSpec>,
        Adoptable<ServiceSpec>,
        Touching<ServiceSpec>,
        Traced<ServiceSpec> {
  static final String KIND = "service";
  static final String RUNNING = "running";
  static final String ENABLED = "enabled";
  static final String MASKED = "masked";
  static final String NOTHING_DUE = "none";

  @Override
  public Kind<ServiceSpec> kind() {
    return Kind.of(KIND, ServiceSpec.class, ServiceSpec::resourceName);
  }

  @Override
  public Traces traces(ServiceSpec spec) {
    return Traces.ofUnit(spec.name().unit(), spec.name().value());
  }

  /** What mesh started is stopped, what it enabled is disabled. */
  @Override
  public Removal<ServiceSpec> removal(ServiceSpec spec) {
    return spec.masked().orElse(false)
        ? Removable.impossible("it is masked; unmask it by hand if it shall be free again")
        : Removable.by(spec.off());
  }

  @Override
  public boolean isMadeBy(ServiceSpec spec, Change change) {
    return change.touches(RUNNING) && spec.running().orElse(false)
        || change.touches(ENABLED) && spec.enabled().orElse(false);
  }

  @Override
  public Expectation expected(ServiceSpec spec) {
    State state = State.EMPTY.with(DUE, NOTHING_DUE);
    state = spec.running().isPresent() ? state.with(RUNNING, spec.running().get()) : state;
    state = spec.enabled().isPresent() ? state.with(ENABLED, spec.enabled().get()) : state;
    state = spec.masked().isPresent() ? state.with(MASKED, spec.masked().get()) : state;
    return Expectation.exists(state);
  }

  @Override
  public Map<ResourceId, Reaction> reactsTo(ServiceSpec spec) {
    Map<ResourceId, Reaction> reactions = new LinkedHashMap<>();
    spec.reloadOn().forEach(id -> reactions.put(id, Reaction.RELOAD));
    spec.restartOn().forEach(id -> reactions.put(id, Reaction.RESTART));
    return reactions;
  }

  /** The package that is usually called like the service, its own unit file, and its user. */
  @Override
  public Set<ResourceId> comesAfter(ServiceSpec spec) {
    Set<ResourceId> first = new LinkedHashSet<>();
    first.add(new ResourceId("package", spec.name().value()));
    first.add(new ResourceId("file", "/etc/systemd/system/" + spec.name().unit()));
    spec.user().ifPresent(user -> first.add(new ResourceId("user", user.value())));
    return first;
  }

  @Override
  public ShellScript probe(List<ServiceSpec> specs) {
    return specs.isEmpty() ? ShellScript.EMPTY : ServiceProbe.script(specs);
  }

  @Override
  public ShellScript lookFunctions() {
    return ServiceLook.FUNCTIONS;
  }

  @Override
  public ShellScript lookAlone(ServiceSpec spec) {
    return ServiceLook.of(spec);
  }

  @Override
  public List<Observation> observe(List<ServiceSpec> specs, ProbeOutput output) {
    ServiceReport report = ServiceReport.read(output);
    return specs.stream().map(report::of).toList();
  }

  @Override
  public Touched touches(ServiceSpec spec, Change change) {
    return change instanceof Change.Unverifiable || change instanceof Change.Delete
        ? Touched.NOTHING
        : new Touched(List.of(), Todo.of(spec, change).commands(spec), List.of());
  }

  @Override
  public List<Action> converge(ServiceSpec spec, Change change, Facts facts) {
    if (change instanceof Change.Unverifiable || change instanceof Change.Delete) {
      return List.of();
    }
    Todo todo = Todo.of(spec, change);
    return switch (facts.init()) {
      case SYSTEMD -> List.of(Action.run(SystemdScript.of(spec, todo), todo.former(spec)));
      case SYSV -> List.of(Action.run(SysvScript.of(spec, todo), todo.former(spec)));
      // The probe reports unknown for these, so that nothing is ever planned.
      case NONE -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(ServiceSpec spec, Change change) {
    return ServiceAdoption.of(spec, change);
  }
}
