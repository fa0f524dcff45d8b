package io.meshinfra.review;

import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.PlanReport;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is going on about one open pull request just now; kept by one thread. */
final class Desk {
  private PullRequest pull;
  private Optional<Revision> planning = Optional.empty();
  private Optional<PlanReport> report = Optional.empty();
  private Optional<PlanReport> unwritten = Optional.empty();
  private Optional<String> wanted = Optional.empty();
  private boolean askedByMember;
  private int absences;
  private Instant notBefore = Instant.MIN;
  private final Set<NodeName> unseen = new HashSet<>();

  Desk(PullRequest pull) {
    this.pull = pull;
  }

  PullRequest pull() {
    return pull;
  }

  void sees(PullRequest newest) {
    if (!newest.head().equals(pull.head())) {
      isThere();
    }
    pull = newest;
  }

  /** The head could not be fetched; it is looked for again from then on. */
  void isAbsent(Instant again) {
    notBefore = again;
    absences++;
    want("its commits were not there");
  }

  /** How often in a row the head could not be fetched. */
  int absences() {
    return absences;
  }

  private void isThere() {
    absences = 0;
    notBefore = Instant.MIN;
  }

  /** Whether the head is to be left alone until later. */
  boolean isEarly(Instant now) {
    return now.isBefore(notBefore);
  }

  boolean isPlanning() {
    return planning.isPresent();
  }

  void begin() {
    planning = Optional.of(pull.head());
    wanted = Optional.empty();
  }

  /** Whether what was planned is still the head. */
  boolean end() {
    boolean current = planning.equals(Optional.of(pull.head()));
    planning = Optional.empty();
    return current;
  }

  /** There is something to be told, which the forge has not got yet. */
  void tell(PlanReport toTell) {
    report = Optional.of(toTell);
    unwritten = report;
    if (toTell.body() instanceof PlanReport.Planned) {
      isThere();
    }
    unseen.clear();
    if (toTell.body() instanceof PlanReport.Planned planned) {
      planned.nodes().stream()
          .filter(node -> !node.isProbed())
          .forEach(node -> unseen.add(node.node()));
    }
  }

  Optional<PlanReport> unwritten() {
    return unwritten;
  }

  void told() {
    unwritten = Optional.empty();
  }

  boolean hasSomethingToDo() {
    return !isPlanning() && (unwritten.isPresent() || wanted.isPresent());
  }

  /** What was told last, since the hub was started. */
  Optional<PlanReport> report() {
    return report;
  }

  /** It has to be planned again, and this is why. */
  void want(String why) {
    wanted = Optional.of(why);
  }

  Optional<String> wanted() {
    return wanted;
  }

  /** Somebody who may push wants a plan of a head that would get none otherwise. */
  void askedByMember() {
    askedByMember = true;
    want("asked by a comment");
  }

  boolean isAskedByMember() {
    return askedByMember;
  }

  /** Whether the last report could say nothing certain of the node. */
  boolean missed(NodeName node) {
    return unseen.contains(node);
  }
}
