package io.meshinfra.rest.view;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.agent.ContractRegister.Listed;
import io.meshinfra.reconcile.agent.ContractRegister.Standing;
import io.meshinfra.session.PathGlob;
import io.meshinfra.session.SessionContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A session and its contract. */
@Schema(name = "Session")
public record SessionView(
    String id,
    @Schema(
            description = "merged, issued, or none",
            enumeration = {"merged", "issued", "none"})
        String origin,
    @Schema(description = "why there is no contract that counts; empty when there is")
        String reason,
    Optional<String> agent,
    Optional<String> commit,
    List<String> include,
    List<String> exclude,
    List<String> goals,
    @Schema(description = "that its contract names") List<String> nodes,
    Optional<Integer> maxNodes,
    Optional<String> risk,
    Optional<Integer> maxChanges,
    boolean reconcile,
    Optional<Instant> created,
    Optional<Instant> expires) {
  public SessionView {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    goals = List.copyOf(goals);
    nodes = List.copyOf(nodes);
  }

  /** Sessions, the newest first. */
  @Schema(name = "Sessions")
  public record Sessions(List<SessionView> sessions) {
    public Sessions {
      sessions = List.copyOf(sessions);
    }
  }

  public static SessionView of(Listed listed) {
    return switch (listed.standing()) {
      case Standing.Counts counts -> of(counts.contract(), counts.origin());
      case Standing.None none ->
          new SessionView(
              listed.id().value(),
              "none",
              none.reason(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              Optional.empty(),
              Optional.empty());
    };
  }

  public static SessionView of(SessionContract contract, String origin) {
    SessionContract.Limits limits = contract.limits();
    return new SessionView(
        contract.id().value(),
        origin,
        "",
        Optional.of(contract.agent().value()),
        Optional.of(contract.base().id()),
        contract.paths().include().stream().map(PathGlob::text).toList(),
        contract.paths().exclude().stream().map(PathGlob::text).toList(),
        contract.goals(),
        limits.nodes().names().stream().map(NodeName::value).toList(),
        limits.nodes().most(),
        Optional.of(limits.riskWord()),
        limits.maxChanges(),
        contract.reconcile(),
        Optional.of(contract.life().created()),
        Optional.of(contract.life().expires()));
  }
}
