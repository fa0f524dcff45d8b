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
          Integer minWaysIn) {
    public static final Spec EMPTY =
        new Spec(Map.of(), null, Optional.empty(), null, null, null, null, null);

    public Spec {
      vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
      mode = mode == null ? Mode.ENFORCE : mode;
      interval = interval == null ? new Interval(Duration.ofMinutes(5)) : interval;
      user = user == null ? new AccountName("root") : user;
      sshPort = sshPort == null ? 22 : sshPort;
      minWaysIn = minWaysIn == null ? 1 : minWaysIn;
      Variable.checkNames(vars);
    }

    Target.Become becomeFor(String login) {
      if (become != null) {
        return become;
      }
      return login.equals("root") ? Target.Become.NONE : Target.Become.SUDO;
    }
  }

  public FleetManifest {
    spec = spec == null ? Spec.EMPTY : spec;
  }
}
