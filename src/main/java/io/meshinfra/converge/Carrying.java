package io.meshinfra.converge;

import io.meshinfra.converge.Segments.Segment;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.converge.seal.Redaction;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.GuardFiles;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Step;
import io.meshinfra.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One plan while it is carried out: what was sent so far, and how its steps ended. */
final class Carrying {
  private final Watch watch;
  private final Confirmation confirmation;
  private final Playbooks playbooks;
  private final Sealing sealing;
  private final Target target;
  private final Revision revision;
  private final RunId run;
  private final About about;
  private final RunListener listener;
  private final List<StepResult> results = new ArrayList<>();
  private int sent;

  /** What carries steps out. */
  record Hands(Watch watch, Confirmation confirmation, Playbooks playbooks, Sealing sealing) {}

  Carrying(
      Hands hands, Target target, Revision revision, RunId run, About about, RunListener listener) {
    this.watch = hands.watch();
    this.confirmation = hands.confirmation();
    this.playbooks = hands.playbooks();
    this.sealing = hands.sealing();
    this.target = target;
    this.revision = revision;
    this.run = run;
    this.about = about;
    this.listener = listener;
  }

  List<StepResult> results() {
    return results;
  }

  /**
   * What ends the run before its last step, when something does.
   *
   * @param closed why no further part may begin; what has begun is never broken off
   */
  Optional<Convergence> carryOut(List<Step> steps, Supplier<Optional<String>> closed) {
    for (Segment part : Segments.of(steps)) {
      Optional<String> stop = sent == 0 && results.isEmpty() ? Optional.empty() : closed.get();
      if (stop.isPresent()) {
        return Optional.of(Convergence.interrupted(stop.get(), results));
      }
      Optional<Convergence> stopped =
          switch (part) {
            case Segment.OnNode onNode -> onNode(onNode.steps());
            case Segment.Guarded guarded -> guarded(guarded.steps());
            case Segment.FromHub fromHub -> fromHub(fromHub);
          };
      if (stopped.isPresent()) {
        return stopped;
      }
    }
    return Optional.empty();
  }

  private Optional<Convergence> onNode(List<Step> steps) {
    List<Secret> secrets = new ArrayList<>();
    return handedOver(withoutHopeless(opened(steps, secrets)), secrets);
  }

  private Optional<Convergence> handedOver(List<Step> ready, List<Secret> secrets) {
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    RunId segment = SegmentId.steps(run, ++sent);
    listener.handedOver(segment);
    Redaction redaction = new Redaction(secrets);
    RunEnd end = watch.handOver(target, segment, about, ready, redaction.before(listener));
    results.addAll(redaction.of(end.results()));
    return switch (end) {
      case RunEnd.Finished finished -> unanswered(ready);
      case RunEnd.NotStarted none ->
          Optional.of(Convergence.over(new Outcome.Deferred(none.reason()), results));
      case RunEnd.Died died -> Optional.of(Convergence.died(died.reason(), results));
      case RunEnd.OutOfSight away -> Optional.of(Convergence.outOfSight(away.reason(), results));
    };
  }

  /** Nothing is begun that nobody could come back to. */
  private Optional<Convergence> guarded(List<Step> steps) {
    List<Secret> secrets = new ArrayList<>();
    List<Step> ready = withoutHopeless(opened(steps, secrets));
    if (ready.stream().allMatch(step -> step.guard().isEmpty())) {
      return handedOver(ready, secrets);
    }
    WayBack back = confirmation.wayBack(target);
    if (back instanceof WayBack.None) {
      return Optional.of(
          Convergence.over(
              new Outcome.Deferred(
                  "no access path could be entered anew before the guarded steps, no connection is"
                      + " left, and nothing of them was begun"),
              results));
    }
    if (back instanceof WayBack.Any last) {
      listener.guarded(last.words());
    }
    RunId segment = SegmentId.guarded(run, ++sent);
    GuardFiles files = GuardFiles.of(target.user(), back.needed(), ready);
    listener.handedOver(segment);
    Redaction redaction = new Redaction(secrets);
    RunEnd end =
        watch.handOver(
            target, segment, about, ready, Optional.of(files), redaction.before(listener));
    results.addAll(redaction.of(end.results()));
    return switch (end) {
      case RunEnd.NotStarted none ->
          Optional.of(Convergence.over(new Outcome.Deferred(none.reason()), results));
      case RunEnd.OutOfSight away -> Optional.of(Convergence.outOfSight(away.reason(), results));
      case RunEnd.Finished finished -> {
        Optional<Convergence> undone = settled(segment, back, files, Optional.empty());
        yield undone.isPresent() ? undone : unanswered(ready);
      }
      case RunEnd.Died died -> settled(segment, back, files, Optional.of(died.reason()));
    };
  }

  private Optional<Convergence> settled(
      RunId segment, WayBack back, GuardFiles files, Optional<String> death) {
    Confirmation.Result result =
        back.told(confirmation.settle(target, back.tried(), segment, files.time()));
    Optional<Convergence> undone = confirmation.convergence(result, results, listener);
    if (back instanceof WayBack.Any && result instanceof Confirmation.Result.Confirmed in) {
      listener.guarded("the node can be entered anew, over " + in.over());
    }
    return undone.or(() -> death.map(reason -> Convergence.died(reason, results)));
  }

  /** With their secrets in them; a step whose secrets are not to be had is skipped and says so. */
  private List<Step> opened(List<Step> steps, List<Secret> secrets) {
    List<Step> opened = new ArrayList<>();
    for (Step step : steps) {
      switch (sealing.open(step, revision)) {
        case Sealing.Opening.Ready ready -> {
          opened.add(ready.step());
          secrets.addAll(ready.secrets());
        }
        case Sealing.Opening.Closed closed ->
            ended(new StepResult(step.number(), Status.SKIPPED, 0, Duration.ZERO, closed.reason()));
      }
    }
    return opened;
  }

  /** A step of which nothing was heard did not end well, whatever the node says of the whole. */
  private Optional<Convergence> unanswered(List<Step> sentSteps) {
    Set<Integer> told = results.stream().map(StepResult::number).collect(Collectors.toSet());
    return sentSteps.stream()
        .map(Step::number)
        .filter(number -> !told.contains(number))
        .findFirst()
        .map(number ->
            Convergence.died("the node did not tell how step " + number + " ended", results));
  }

  private Optional<Convergence> fromHub(Segment.FromHub part) {
    Step step = part.step();
    if (withoutHopeless(List.of(step)).isEmpty() || hasFailed(step)) {
      return Optional.empty();
    }
    if (!step.makesDue().isEmpty() && results.stream().noneMatch(isOf(step))) {
      Optional<Convergence> stopped = noteDue(step);
      if (stopped.isPresent() || hasFailed(step)) {
        return stopped;
      }
    }
    listener.beginsFromHub();
    listener.stepBegun(step.number());
    StepResult result = playbooks.run(target, revision, step.number(), part.playbook().playbook());
    if (result.status() == Status.FAILED && Thread.currentThread().isInterrupted()) {
      return Optional.of(Convergence.interrupted("the hub was stopped", results));
    }
    ended(result);
    return Optional.empty();
  }

  /**
   * Notes on the node what a playbook makes due, before it changes anything. The step has not ended
   * by that, so its result is not told, unless the notes cannot be made: then the step has failed.
   */
  private Optional<Convergence> noteDue(Step step) {
    RunId segment = SegmentId.notes(run, ++sent);
    Step notes =
        new Step(
            step.number(), step.changes(), List.of(), Set.of(), step.makesDue(), step.reason());
    listener.handedOver(segment);
    RunEnd end = watch.handOver(target, segment, about, List.of(notes), RunListener.NONE);
    return switch (end) {
      case RunEnd.Finished finished -> noted(step, finished);
      case RunEnd.NotStarted none ->
          Optional.of(Convergence.over(new Outcome.Deferred(none.reason()), results));
      case RunEnd.Died died -> Optional.of(Convergence.died(died.reason(), results));
      case RunEnd.OutOfSight away -> Optional.of(Convergence.outOfSight(away.reason(), results));
    };
  }

  private Optional<Convergence> noted(Step step, RunEnd.Finished finished) {
    if (finished.results().isEmpty()) {
      return Optional.of(
          Convergence.interrupted(
              "the node did not tell whether the reactions to step %d were noted"
                  .formatted(step.number()),
              results));
    }
    finished.results().stream()
        .filter(result -> result.status() == Status.FAILED)
        .findFirst()
        .ifPresent(this::ended);
    return Optional.empty();
  }

  private boolean hasFailed(Step step) {
    return results.stream().filter(isOf(step)).anyMatch(r -> r.status() == Status.FAILED);
  }

  private static Predicate<StepResult> isOf(Step step) {
    return result -> result.number() == step.number();
  }

  /** Steps that may begin; those that need a failed step are told as skipped. */
  private List<Step> withoutHopeless(List<Step> steps) {
    Set<Integer> hopeless =
        results.stream()
            .filter(r -> r.status() != Status.DONE)
            .map(StepResult::number)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Step> ready = new ArrayList<>();
    for (Step step : steps) {
      if (step.needs().stream().noneMatch(hopeless::contains)) {
        ready.add(step);
      } else {
        hopeless.add(step.number());
        ended(
            new StepResult(
                step.number(), Status.SKIPPED, 0, Duration.ZERO, "a step it needs failed"));
      }
    }
    return ready;
  }

  private void ended(StepResult result) {
    results.add(result);
    listener.stepEnded(result);
  }
}
