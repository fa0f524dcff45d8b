package io.meshinfra.desired.manifest;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resources for every node that the selector matches. */
@Doc(
    value = "Resources and variables for every node that the selector matches.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: workstation}
        spec:
          selector: {role: workstation}
          vars: {editor: neovim}
          resources:
            - package: {names: [tmux, "{{ editor }}"]}
        """)
public record ProfileManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Profile.") @NotNull String kind,
    @Doc("Name of the profile.") @NotNull Meta metadata,
    @Doc("What it gives to whom.") @NotNull Spec spec) {

  /** Its name. */
  public record Meta(@Doc("Unique among profiles.") @NotNull ManifestName name) {}

  /** What it gives to whom. */
  public record Spec(
      @Doc(
              "Labels a node must have: {role: web}, {role: [web, db]} for any of these, {role: \"*\"}"
                  + " for any value, {} for every node.")
          @NotNull
          Map<String, Match> selector,
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
                  "Profiles are taken in the order of this number, then of their names. Of two"
                      + " profiles that set the same variable the higher number wins; equal numbers"
                      + " with different values are an error.",
              byDefault = "0")
          Integer priority,
      @Doc("Variables; a node's own win over them. Values are taken as they are.")
          Map<String, Yaml> vars,
      @Doc("What shall be so.") List<Yaml> resources) {
    public Spec {
      selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
      vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
      resources = List.copyOf(resources);
      mode = mode == null ? Mode.ENFORCE : mode;
      priority = priority == null ? 0 : priority;
      Variable.checkNames(vars);
    }
  }

  public String name() {
    return metadata.name().value();
  }

  public boolean selects(NodeManifest node) {
    return Match.all(spec.selector(), node.metadata().labels());
  }
}
