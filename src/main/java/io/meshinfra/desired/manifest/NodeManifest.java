package io.meshinfra.desired.manifest;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Prune;
import io.meshinfra.model.Target;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One machine. */
@Doc(
    value = "One machine: how to reach it, when to expect it, its labels and its own settings.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata:
          name: laptop
          labels: {role: workstation}
        spec:
          presence: on-demand
          access:
            - tailscale: laptop-hq
          hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHR..."]
          user: mesh-ops
        """)
public record NodeManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Node.") @NotNull String kind,
    @Doc("Name and labels.") @NotNull Meta metadata,
    @Doc("The machine.") @NotNull Spec spec) {

  /** Name and labels. */
  public record Meta(
      @Doc("Unique in the fleet.") @NotNull NodeName name,
      @Doc("What selectors of profiles look at.") Map<String, String> labels) {
    public Meta {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      Metadata.checkLabels(labels);
    }
  }

  /** The machine. */
  public record Spec(
      @Doc("Host name the machine shall have; a resource of kind hostname.")
          Optional<HostName> hostname,
      @Doc(value = "When the node is expected to answer.", byDefault = "always-on")
          Presence presence,
      @Doc(
              "By what the node tells the hub that it is back, after boot and sleep: systemd or cron."
                  + " Needs hello of the fleet.")
          Optional<HelloBy> hello,
      @Doc("Ways in, tried in this order.") @NotEmpty List<AccessItem> access,
      @Doc("Pinned public host keys; needed unless the only way in is local.")
          List<HostKey> hostKeys,
      @Doc(value = "Login name.", byDefault = "user of the fleet, root") AccountName user,
      @Doc(
              value = "How the login becomes root.",
              byDefault = "become of the fleet, else none for root and sudo for others")
          Target.Become become,
      @Doc(
              "Variables of this node; they win over those of profiles and fleet. Values are taken as they are.")
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
      @Doc(
              value =
                  "Lets a catalog that has become empty remove all that mesh made, where prune says"
                      + " so; otherwise that is refused.",
              byDefault = "false")
          boolean emptied,
      @Doc(value = "How often the node is reconciled.", byDefault = "interval of the fleet, 5m")
          Interval interval,
      @Doc("Resources of this node alone.") List<Yaml> resources) {
    public Spec {
      access = List.copyOf(access);
      hostKeys = List.copyOf(hostKeys);
      vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
      resources = List.copyOf(resources);
      presence = presence == null ? Presence.ALWAYS_ON : presence;
      mode = mode == null ? Mode.ENFORCE : mode;
      Variable.checkNames(vars);
      if (hostKeys.isEmpty() && access.stream().anyMatch(way -> way.local().isEmpty())) {
        throw new IllegalArgumentException(
            "hostKeys is missing: without a pinned key every connection is refused; ssh-keyscan"
                + " HOST shows it");
      }
    }
  }

  public Target target(FleetManifest.Spec fleet) {
    List<AccessPath> ways = spec.access().stream().map(way -> way.path(fleet.sshPort())).toList();
    String user = spec.user() == null ? fleet.user().value() : spec.user().value();
    Target.Become become = spec.become() == null ? fleet.becomeFor(user) : spec.become();
    List<String> keys = spec.hostKeys().stream().map(HostKey::line).toList();
    return new Target(metadata.name(), ways, keys, user, become);
  }
}
