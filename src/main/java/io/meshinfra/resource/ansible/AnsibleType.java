package io.meshinfra.resource.ansible;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import java.util.List;

/** Keeps a playbook without anything to change. */
@AutoService(ResourceType.class)
public final class AnsibleType
    implements ResourceType<AnsibleSpec>,
        Removable<AnsibleSpec>,
        ProbedByPlaybook<AnsibleSpec>,
        Resolving<AnsibleSpec>,
        Adoptable<AnsibleSpec> {
  @Override
  public Kind<AnsibleSpec> kind() {
    return Kind.of("ansible", AnsibleSpec.class, AnsibleSpec::name);
  }

  /**
   * The digest covers the top folder of the playbook, since roles, variables and files beside it
   * are read too.
   */
  @Override
  public AnsibleSpec resolve(AnsibleSpec spec, Sources sources) throws UnresolvableSpec {
    if (spec.playbook().isPresent()) {
      sources.file(spec.path());
    } else if (sources.digest(spec.path()).isEmpty()) {
      throw new UnresolvableSpec("there is no role in the repository at " + spec.path());
    }
    int slash = spec.path().indexOf('/');
    return spec.withInputs(sources.digest(slash < 0 ? "" : spec.path().substring(0, slash)));
  }

  @Override
  public Removal<AnsibleSpec> removal(AnsibleSpec spec) {
    return Removable.impossible("only you know how to undo a playbook; write one that does");
  }

  @Override
  public Expectation expected(AnsibleSpec spec) {
    return Expectation.exists(State.EMPTY.with("tasks", Value.of(List.of())));
  }

  @Override
  public ShellScript probe(List<AnsibleSpec> specs) {
    return ShellScript.EMPTY;
  }

  @Override
  public List<Observation> observe(List<AnsibleSpec> specs, ProbeOutput output) {
    return specs.stream()
        .map(spec -> Observation.unknown("checked by ansible-playbook on its own interval"))
        .toList();
  }

  @Override
  public PlaybookRun playbook(AnsibleSpec spec) {
    return spec.run();
  }

  @Override
  public Observation observe(AnsibleSpec spec, CheckResult result) {
    return switch (result) {
      case CheckResult.Finished finished ->
          Observation.present(State.EMPTY.with("tasks", Value.of(finished.tasks())));
      case CheckResult.NotTold notTold -> Observation.unknown(notTold.reason());
    };
  }

  @Override
  public List<Action> converge(AnsibleSpec spec, Change change, Facts facts) {
    return switch (change) {
      case Change.Create create -> List.of(new Action.RunAnsible(spec.run()));
      case Change.Update update -> List.of(new Action.RunAnsible(spec.run()));
      case Change.Delete delete -> List.of();
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(AnsibleSpec spec, Change change) {
    return SpecEdit.impossible(
        "a playbook tells what it would change, not what is so instead; change the playbook by"
            + " hand");
  }
}
