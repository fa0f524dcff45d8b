package io.meshinfra.session;

import io.meshinfra.desired.manifest.ApiVersion;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/** A contract as it is written. */
@Doc(
    value = "What one assistant may do in the repository, and until when.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Session
        metadata: {name: 20261123-claude-4f2a9c01}
        spec:
          agent: claude
          commit: 229f31c8fb0123456789012345678901234567ab
          include: [desired-state/profiles/**]
          goals: [Install ripgrep on the workstations]
          nodes: {names: [laptop], max: 1}
          risk: low
          created: 2026-11-23T10:00:00Z
          expires: 2026-11-23T18:00:00Z
        """)
record SessionManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Session.") @NotNull String kind,
    @Doc("Name of the session; its file is .session/session-NAME.yaml.") @NotNull Meta metadata,
    @Doc("The contract.") @NotNull Spec spec) {

  /** Its name. */
  record Meta(
      @Doc("Day, agent and eight hexadecimal digits: 20261123-claude-4f2a9c01.") @NotNull
          SessionId name) {}

  /** The contract. */
  record Spec(
      @Doc("Which assistant works.") @NotNull AgentName agent,
      @Doc("Full id of the commit that the session starts from.") @NotNull BaseCommit commit,
      @Doc("Paths that may change: * and ? within a folder, ** over folders.") @NotEmpty
          List<PathGlob> include,
      @Doc("Paths among them that may not.") List<PathGlob> exclude,
      @Doc("What it is for; people read it.") List<String> goals,
      @Doc("Which nodes may be reached; without it any.") NodeLimit nodes,
      @Doc(
              value = "The highest risk of a change: low, medium, high, critical.",
              byDefault = "low: nothing runs, no way in is touched")
          Risk risk,
      @Doc("How many resources may change at most, over all nodes; without it any number.") @Min(1)
          Integer maxChanges,
      @Doc(
              value = "Whether a token for this session may have the named nodes reconciled.",
              byDefault = "false")
          boolean reconcile,
      @Doc(
              "Principals that an SSH certificate for this session may have, among those that the"
                  + " network intent has for the agent; without it none.")
          @Size(max = 50)
          List<String> principals,
      @Doc("When the session began.") @NotNull Moment created,
      @Doc("When it ends, at most 24 hours later.") @NotNull Moment expires) {
    private static final int MOST_PATHS = 200;
    private static final int MOST_GOALS = 20;
    private static final int LONGEST_GOAL = 500;

    Spec {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
      goals = List.copyOf(goals);
      principals = List.copyOf(principals);
      nodes = nodes == null ? NodeLimit.NONE : nodes;
      risk = risk == null ? Risk.LOW : risk;
      checkSizes(include, exclude, goals);
      checkTimes(created, expires);
      if (reconcile && !nodes.isNamed()) {
        throw new IllegalArgumentException(
            "reconcile: true needs nodes with names or a selector: nothing else says which");
      }
    }

    private static void checkSizes(
        List<PathGlob> include, List<PathGlob> exclude, List<String> goals) {
      if (include.size() + exclude.size() > MOST_PATHS) {
        throw new IllegalArgumentException(
            "a contract has at most %d paths: name folders".formatted(MOST_PATHS));
      }
      if (goals.size() > MOST_GOALS || goals.stream().anyMatch(g -> g.length() > LONGEST_GOAL)) {
        throw new IllegalArgumentException(
            "a contract has at most %d goals of %d characters".formatted(MOST_GOALS, LONGEST_GOAL));
      }
      for (PathGlob glob : include) {
        if (ProtectedPaths.isProtected(glob.text())) {
          throw new IllegalArgumentException(
              Printable.quote(glob.text())
                  + " is protected: people change it, no session does; leave it out");
        }
      }
    }

    private static void checkTimes(Moment created, Moment expires) {
      Duration life = Duration.between(created.at(), expires.at());
      if (life.isNegative() || life.isZero()) {
        throw new IllegalArgumentException("expires is not after created");
      }
      if (life.compareTo(SessionContract.LONGEST_LIFE) > 0) {
        throw new IllegalArgumentException(
            "a session lasts at most 24 hours, this one %d; begin a new one instead"
                .formatted(life.toHours()));
      }
    }
  }

  SessionManifest {
    if (!kind.equals("Session")) {
      throw new IllegalArgumentException("expected kind: Session, found " + Printable.quote(kind));
    }
  }
}
