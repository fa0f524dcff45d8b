package io.meshinfra.desired.manifest;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.model.Target;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings of all nodes. */
@Doc(
    value = "Settings of all nodes; at most one manifest of this kind.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Fleet
        metadata: {name: home}
        spec:
          user: mesh-ops
          interval: 5m
          vars: {timezone: Europe/Berlin}
        """)
public record FleetManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Fleet.") @NotNull String kind,
    @Doc("Name of the fleet.") @NotNull Meta metadata,
    @Doc("Settings of all nodes.") Spec spec) {

  /** Its name. */
  public record Meta(@Doc("What the fleet is called.") @NotNull ManifestName name) {}

  /** Settings of all nodes. */
  public record Spec(
      @Doc(
              "Variables; those of profiles and nodes win over them. Values are taken as they are: they cannot refer to other variables.")
          Map<String, Yaml> vars,
      @Doc(
              value = "How far the hub may go; the stricter of all settings wins.",
              byDefault = "enforce")
          Mode mode,
      @Doc(
              value =
                  "What becomes of what mesh made once it has left the catalog: false, it stays; true,"
                      + " it is removed when somebody has agreed to the plan; unattended, without"
                      + " asking. The stricter of all settings wins.",
              byDefault = "false")
          Optional<Prune> prune,
      @Doc(value = "How often a node is reconciled.", byDefault = "5m") Interval interval,
      @Doc(
              value =
                  "How long a node may be absent while it is expected before it counts as missing,"
                      + " where its presence does not say so.",
              byDefault = "10m")
          Optional<Interval> grace,
      @Doc(
              "Where nodes find the hub to say that they are back, like http://100.64.0.1:8181; for"
                  + " those with hello. The hub must listen there.")
          Optional<HubAddress> hello,
      @Doc(value = "Login name.", byDefault = "root") AccountName user,
      @Doc(value = "How the login becomes root.", byDefault = "none for root, sudo for others")
          Target.Become become,
      @Doc(value = "TCP port of sshd on every way in that names none.", byDefault = "22")
          @Min(1)
          @Max(65535)
          Integer sshPort,
      @Doc(
              value =
                  "How many ways into a node have to stay open: a plan that would leave fewer is"
                      + " refused, as far as it can be told beforehand.",
              byDefault = "1")
          @Min(1)
          @Max(16)
          Integer minWaysIn,
      @Doc(
              "Named semaphores: so many nodes at a time change what takes one, the others wait. A"
                  + " resource takes it by semaphores beside its kind, or because of its kind.")
          Map<String, SemaphoreItem> semaphores) {
    public static final Spec EMPTY =
        new Spec(
            Map.of(),
            null,
            Optional.empty(),
            null,
            Optional.empty(),
            Optional.empty(),
            null,
            null,
            null,
            null,
            Map.of());

    public Spec {
      vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
      mode = mode == null ? Mode.ENFORCE : mode;
      interval = interval == null ? new Interval(Duration.ofMinutes(5)) : interval;
      user = user == null ? new AccountName("root") : user;
      sshPort = sshPort == null ? 22 : sshPort;
      minWaysIn = minWaysIn == null ? 1 : minWaysIn;
      semaphores = Collections.unmodifiableMap(new TreeMap<>(semaphores));
      semaphores.keySet().forEach(ManifestName::parse);
      Variable.checkNames(vars);
    }

    Target.Become becomeFor(String login) {
      if (become != null) {
        return become;
      }
      return login.equals("root") ? Target.Become.NONE : Target.Become.SUDO;
    }
  }

  /** How many nodes may have it, and what takes it. */
  @Doc("A semaphore.")
  public record SemaphoreItem(
      @Doc(value = "How many nodes may have it at a time.", byDefault = "1") @Min(1) @Max(10000)
          Integer capacity,
      @Doc("Kinds of resources that take it in any case.") Set<String> kinds) {
    public SemaphoreItem {
      capacity = capacity == null ? 1 : capacity;
      kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }
  }

  public FleetManifest {
    spec = spec == null ? Spec.EMPTY : spec;
  }
}
