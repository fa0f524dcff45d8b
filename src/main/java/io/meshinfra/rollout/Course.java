package io.meshinfra.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout goes on by itself: waves follow each other, too many failures stop it. It is the
 * same however often it is asked.
 */
public final class Course {
  private final Rollout rollout;
  private final Seen seen;

  private Course(Rollout rollout, Seen seen) {
    this.rollout = rollout;
    this.seen = seen;
  }

  /** How far it is by now. */
  public static Progress advance(Rollout rollout, Progress progress, Seen seen) {
    Course course = new Course(rollout, seen);
    Progress last = progress;
    // Each turn ends a wave or a phase, of which there are only so many.
    for (int most = rollout.waveCount() + Phase.values().length; most > 0; most--) {
      Progress next = course.step(last);
      if (next.equals(last)) {
        break;
      }
      last = next;
    }
    return last;
  }

  private Progress step(Progress progress) {
    return switch (progress.phase()) {
      case PROGRESSING -> hasFailed(progress) ? failed(progress) : wave(progress);
      case DONE -> hasFailed(progress) ? failed(progress) : progress.to(Phase.DONE, owed(progress));
      case UNDOING -> undoing(progress);
      case PAUSED, STOPPED, UNDONE, ABORTED, REPLACED -> progress;
    };
  }

  private boolean hasFailed(Progress progress) {
    return progress.standing(Standing.FAILED).size() > rollout.mostFailures();
  }

  private Progress failed(Progress progress) {
    String why =
        "%s failed, and %d may: %s"
            .formatted(
                Names.counted(progress.standing(Standing.FAILED).size(), "node"),
                rollout.mostFailures(),
                Names.withReasons(progress, progress.standing(Standing.FAILED)));
    return switch (rollout.onFailure()) {
      case STOP -> progress.to(Phase.STOPPED, why);
      case UNDO -> progress.to(Phase.UNDOING, why);
    };
  }

  /** What has come to rest goes back; what is at work comes to rest first. */
  private Progress undoing(Progress progress) {
    Progress next =
        progress.withAll(member ->
            goesBack(progress, member)
                ? member.to(Standing.UNDOING, member.reason(), seen.now())
                : member);
    boolean over =
        next.members().entrySet().stream()
            .noneMatch(entry ->
                entry.getValue().standing().isUnderWay() && !seen.of(entry.getKey()).isExcused());
    return over ? next.to(Phase.UNDONE, next.reason()) : next;
  }

  /** The wave that was under way, and whatever failed in those before; if it is known to what. */
  private static boolean goesBack(Progress progress, Member member) {
    return switch (member.standing()) {
      case APPLIED, DONE ->
          member.changed() && member.before().isPresent() && member.wave() == progress.wave();
      case FAILED -> member.changed() && member.before().isPresent();
      case PENDING, WORKING, UNDOING, UNDONE -> false;
    };
  }

  private Progress wave(Progress progress) {
    int wave = progress.wave();
    if (wave > rollout.waveCount()) {
      return progress.to(Phase.DONE, owed(progress));
    }
    List<NodeName> unfinished = unfinished(progress);
    if (!unfinished.isEmpty() || isEmptySoFar(progress)) {
      return progress.healthy(Optional.empty());
    }
    boolean changed = progress.wave(wave).values().stream().anyMatch(Member::changed);
    Instant since = progress.healthySince().orElse(seen.now());
    if (changed && seen.now().isBefore(since.plus(rollout.pauseAfter(wave)))) {
      return progress.healthy(Optional.of(since));
    }
    Progress next = progress.nextWave(seen.now());
    return wave < rollout.waveCount() ? next : next.to(Phase.DONE, owed(next));
  }

  /** Nodes that the wave has to wait for. */
  private List<NodeName> unfinished(Progress progress) {
    return progress.wave(progress.wave()).entrySet().stream()
        .filter(entry -> !isFinished(entry.getValue(), seen.of(entry.getKey())))
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** After a restart nobody has looked at a node that is done; that does not make it unhealthy. */
  private static boolean isFinished(Member member, Condition condition) {
    if (condition.isExcused()) {
      return true;
    }
    return switch (member.standing()) {
      case DONE -> condition != Condition.UNHEALTHY;
      case FAILED, UNDONE -> true;
      case PENDING, WORKING, APPLIED, UNDOING -> false;
    };
  }

  /** A wave whose nodes are all away shows nothing: it gets some time, unless it is the last. */
  private boolean isEmptySoFar(Progress progress) {
    var members = progress.wave(progress.wave()).values();
    return !members.isEmpty()
        && progress.wave() < rollout.waveCount()
        && members.stream().allMatch(member -> member.standing() == Standing.PENDING)
        && seen.now().isBefore(progress.waveSince().plus(rollout.patience()));
  }

  private static String owed(Progress progress) {
    List<NodeName> owing = progress.standing(Standing.PENDING);
    return owing.isEmpty()
        ? ""
        : "%s away or suspended and catch up later: %s"
            .formatted(Names.counted(owing.size(), "node"), Names.some(owing));
  }

  /** Why the wave that is under way is not over, for people. */
  static String whyNotOver(Rollout rollout, Progress progress, Seen seen) {
    Course course = new Course(rollout, seen);
    List<NodeName> unfinished = course.unfinished(progress);
    if (!unfinished.isEmpty()) {
      NodeName first = unfinished.getFirst();
      String more = unfinished.size() == 1 ? "" : " and %d more".formatted(unfinished.size() - 1);
      return Names.state(first, progress.members().get(first), seen.of(first)) + more;
    }
    if (course.isEmptySoFar(progress)) {
      return "all of its nodes are away; it is passed over at "
          + progress.waveSince().plus(rollout.patience());
    }
    return progress
        .healthySince()
        .map(since ->
            "it is, and is watched until " + since.plus(rollout.pauseAfter(progress.wave())))
        .orElse("that is about to be looked at");
  }
}
