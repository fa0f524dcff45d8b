package io.meshinfra.resource.service;

import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.ProbePrelude;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;

/** A service that shall run or not, and start at boot or not. */
@Doc(
    value =
        "A service: a unit of systemd, or a script in /etc/init.d where systemd does not run. After"
            + " a start it has to stay up, else the step fails with the last lines of its log."
            + " A oneshot unit counts as running once it has ended well since boot.",
    example =
        """
        service: {name: sshd, running: true, enabled: true, restartOn: ["file:/etc/ssh/sshd_config"]}
        """)
public record ServiceSpec(
    @Doc("name of the unit; .service may be left out, a template needs its instance: getty@tty1")
        @NotNull
        UnitName name,
    @Doc(value = "system, or user for a unit of one user's own systemd", byDefault = "system")
        Scope scope,
    @Doc("whose unit it is, in scope user; the user needs linger, so that its systemd runs")
        Optional<AccountName> user,
    @Doc("whether it runs now; left out: either is fine") Optional<Boolean> running,
    @Doc(
            "whether it starts at boot; left out: either is fine. A static unit (one without"
                + " [Install]) cannot be enabled: asking for it fails. Indirect units count as met")
        Optional<Boolean> enabled,
    @Doc("whether it is masked, so that nothing can start it; left out: either is fine")
        Optional<Boolean> masked,
    @Doc("resources after whose change it is restarted, as KIND:NAME") List<ResourceId> restartOn,
    @Doc("resources after whose change it is reloaded, or restarted when it cannot reload")
        List<ResourceId> reloadOn) {

  /** Whose systemd has the unit. */
  public enum Scope {
    SYSTEM,
    USER
  }

  public ServiceSpec {
    if (scope == null) {
      scope = user.isPresent() ? Scope.USER : Scope.SYSTEM;
    }
    restartOn = List.copyOf(restartOn);
    reloadOn = List.copyOf(reloadOn);
    if ((scope == Scope.USER) != user.isPresent()) {
      throw new IllegalArgumentException(
          scope == Scope.USER
              ? "a unit in scope user needs user: whose it is"
              : "user goes with scope user only");
    }
    if (masked.orElse(false) && (running.orElse(false) || enabled.orElse(false))) {
      throw new IllegalArgumentException(
          "a masked service can neither run nor be enabled; leave running and enabled out");
    }
  }

  /** The same service, stopped where it had to run and disabled where it had to be enabled. */
  ServiceSpec off() {
    return new ServiceSpec(
        name,
        scope,
        user,
        running.filter(yes -> yes).map(yes -> false),
        enabled.filter(yes -> yes).map(yes -> false),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** What makes it the same service. */
  String resourceName() {
    return user.map(owner -> owner + "/" + name).orElse(name.value());
  }

  /** File name of the note that a reaction is due. */
  String dueMarker() {
    return ProbePrelude.dueMarker(new ResourceId(ServiceType.KIND, resourceName()));
  }

  /** Whether the unit has to exist for the spec to be met. */
  boolean needsUnit() {
    return running.orElse(false) || enabled.orElse(false);
  }
}
