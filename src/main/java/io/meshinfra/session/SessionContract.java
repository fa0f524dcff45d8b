package io.meshinfra.session;

import io.meshinfra.model.Content;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.risk.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one assistant may do in the repository, and until when; read and checked.
 *
 * @param base the commit that the session started from; its commits come after that one
 * @param limits what its changes may reach
 * @param reconcile whether a token for it may have nodes reconciled
 * @param text the file, byte by byte: a contract that was changed is another one
 */
public record SessionContract(
    SessionId id,
    AgentName agent,
    Revision base,
    Paths paths,
    List<String> goals,
    Limits limits,
    boolean reconcile,
    Life life,
    Content text) {
  /** So that one that is forgotten harms for a day at most. */
  public static final Duration LONGEST_LIFE = Duration.ofHours(24);

  public SessionContract {
    goals = List.copyOf(goals);
  }

  /** Which files may change. */
  public record Paths(List<PathGlob> include, List<PathGlob> exclude) {
    public Paths {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }

    boolean includes(String path) {
      return include.stream().anyMatch(glob -> glob.matches(path));
    }

    /** What takes the path out again. */
    Optional<PathGlob> excludes(String path) {
      return exclude.stream().filter(glob -> glob.matches(path)).findFirst();
    }
  }

  /**
   * What the changes may reach.
   *
   * @param principals that a certificate of the agent may have
   */
  public record Limits(
      NodeLimit nodes, Risk risk, Optional<Integer> maxChanges, List<String> principals) {
    public Limits {
      principals = List.copyOf(principals);
    }

    /** The highest risk in one word. */
    public String riskWord() {
      return risk.word();
    }

    /** Whether it has to be known what the changes reach. */
    public boolean needReach() {
      return !nodes.isNone() || risk != Risk.CRITICAL || maxChanges.isPresent();
    }
  }

  /** From when until when. */
  public record Life(Instant created, Instant expires) {
    public boolean isOver(Instant now) {
      return !now.isBefore(expires);
    }
  }

  static SessionContract of(SessionManifest manifest, Content text) {
    SessionManifest.Spec spec = manifest.spec();
    return new SessionContract(
        manifest.metadata().name(),
        spec.agent(),
        spec.commit().revision(),
        new Paths(spec.include(), spec.exclude()),
        spec.goals(),
        new Limits(
            spec.nodes(), spec.risk(), Optional.ofNullable(spec.maxChanges()), spec.principals()),
        spec.reconcile(),
        new Life(spec.created().at(), spec.expires().at()),
        text);
  }

  /** The same contract, ended earlier. */
  public SessionContract endedAt(Instant end) {
    Instant expires = end.isBefore(life.expires()) ? end : life.expires();
    return new SessionContract(
        id, agent, base, paths, goals, limits, reconcile, new Life(life.created(), expires), text);
  }
}
