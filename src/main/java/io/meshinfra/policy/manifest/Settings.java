package io.meshinfra.policy.manifest;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.manifest.Match;
import io.meshinfra.policy.Consent;
import io.meshinfra.policy.condition.NeverTogether;
import io.meshinfra.policy.condition.RequiredApprovals;
import io.meshinfra.policy.condition.Selector;
import io.meshinfra.policy.condition.SudoersRights;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Conditions that have settings of their own. */
final class Settings {
  private Settings() {}

  /** Who has to agree. */
  @Doc(
      value = "People who have to agree from a class of risk on.",
      example = "{risk: high, count: 2, by: [ann, bob], notByAuthor: true}")
  public record Approvals(
      @Doc("From which class on: low, medium, high, critical.") @NotNull Risk risk,
      @Doc(value = "How many different people.", byDefault = "1") @Min(1) @Max(10) Integer count,
      @Doc(value = "Who may agree.", byDefault = "anybody") Set<String> by,
      @Doc(value = "Whether the authors of the revision do not count.", byDefault = "false")
          boolean notByAuthor) {
    public Approvals {
      count = Objects.requireNonNullElse(count, 1);
      by = Collections.unmodifiableSet(new TreeSet<>(by));
      if (!by.isEmpty() && by.size() < count) {
        throw new IllegalArgumentException(
            "%d approvals are asked for, of %d people: nobody could ever give them"
                .formatted(count, by.size()));
      }
    }

    RequiredApprovals condition() {
      return new RequiredApprovals(risk, new Consent(count, by, notByAuthor));
    }
  }

  /** Which nodes are never changed at once. */
  @Doc(
      value =
          "Nodes of which only some are changed at the same time; the others wait for their turn.",
      example = "{presence: always-on, max: 1}")
  public record Together(
      @Doc("Labels of the nodes, as in the selector of a profile.") Map<String, Match> nodes,
      @Doc("How the nodes are present: always-on, on-demand or schedule.")
          Optional<Presence.Kind> presence,
      @Doc(value = "How many at the same time.", byDefault = "1") @Min(1) Integer max) {
    public Together {
      nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
      max = Objects.requireNonNullElse(max, 1);
    }

    NeverTogether condition() {
      return new NeverTogether(new Selector(nodes, presence), max);
    }
  }

  /** How many ways in have to stay open. */
  @Doc(value = "Ways into a node that no plan may close.", example = "{min: 2}")
  public record Door(
      @Doc(
              value = "How many have to stay open.",
              byDefault = "minWaysIn of the Fleet, which is 1 where it is not given")
          Optional<@Min(1) Integer> min) {}

  /** What is looked for in files of sudoers. */
  @Doc(
      value = "Files of sudoers by which somebody could take a way into the machine away.",
      example = "{administrators: [mesh-ops, \"%sudo\"]}")
  public record Sudoers(
      @Doc(
              value =
                  "lockout: commands that stop sshd, the network, the firewall or the VPN; root:"
                      + " commands that make somebody root in a roundabout way.",
              byDefault = "lockout")
          Sought finds,
      @Doc("Users and %groups who may have ALL.") Set<String> administrators) {
    public Sudoers {
      finds = Objects.requireNonNullElse(finds, Sought.LOCKOUT);
      administrators = Collections.unmodifiableSet(new TreeSet<>(administrators));
    }

    SudoersRights condition() {
      return new SudoersRights(finds == Sought.LOCKOUT, administrators);
    }
  }

  /** What is looked for. */
  public enum Sought {
    LOCKOUT,
    ROOT
  }
}
