package io.meshinfra.policy.manifest;

import io.meshinfra.desired.manifest.ApiVersion;
import io.meshinfra.desired.manifest.ManifestName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** Rules that every plan is judged by. */
@Doc(
    value =
        "Rules that every plan is judged by: in CI, in a pull request, and on the hub before anything"
            + " is changed. Kept in a folder of its own, infra/policy unless the hub is told otherwise.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Policy
        metadata: {name: default}
        spec:
          rules:
            - id: one-hub-at-a-time
              reason: somebody must be left to relay for the others
              neverTogether: {presence: always-on, max: 1}
            - id: look-before-a-way-in-changes
              reason: a mistake here locks everybody out
              requiredApprovals: {risk: critical, count: 1}
        """)
public record PolicyManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Policy.") @NotNull String kind,
    @Doc("Name of the policy.") @NotNull Meta metadata,
    @Doc("The rules.") @NotNull Spec spec) {
  public static final String KIND = "Policy";

  /** Its name. */
  public record Meta(@Doc("Unique among policies.") @NotNull ManifestName name) {}

  /** The rules. */
  public record Spec(
      @Doc("Each with an id that no other rule has.") @NotEmpty List<RuleManifest> rules) {
    public Spec {
      rules = List.copyOf(rules);
    }
  }
}
