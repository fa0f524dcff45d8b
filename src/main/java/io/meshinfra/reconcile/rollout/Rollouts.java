package io.meshinfra.reconcile.rollout;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Rule;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.rollout.RolloutBook.Entry;
import io.meshinfra.resource.Catalog;
import io.meshinfra.rollout.Happened;
import io.meshinfra.rollout.Member;
import io.meshinfra.rollout.Places;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Standing;
import io.meshinfra.rollout.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rollouts of the fleet in force: says to each pass whether its node may take what is new, hears
 * how that went, and goes on.
 */
public final class Rollouts implements Turning {
  private final RolloutBook book;
  private final RolloutRounds rounds;
  private final Semaphores semaphores;
  private final RolloutDesk desk;
  private final Journal journal;
  private final Outside outside;

  public Rollouts(Journal journal, Outside outside, Clock clock) {
    this.journal = journal;
    this.outside = outside;
    this.book = new RolloutBook(journal.rollouts(), outside, clock);
    this.rounds = new RolloutRounds(book, outside);
    this.semaphores = new Semaphores(journal.semaphores(), book::fleet, clock);
    this.desk = new RolloutDesk(book, rounds, journal.rollouts(), outside);
  }

  /** To be told of each fleet before anybody works by it. */
  public void follow(Fleet fleet) {
    book.follow(fleet);
  }

  /** What goes on by itself; called every second. */
  public void tick() {
    book.entries().forEach(entry -> book.change(entry.rollout().name(), UnaryOperator.identity()));
    rounds.act();
  }

  /** What the rollout of a node says to it; whoever is in none may begin. */
  Turn turn(NodeName node) {
    return book.of(node)
        .map(entry -> new Places(entry.rollout(), entry.progress(), book.seen()).turn(node))
        .orElseGet(Turn.Begin::new);
  }

  /**
   * Why what is new is no good on a node: its run failed, or a health check after it. Empty while
   * nothing failed, and from the next try on.
   */
  public Optional<String> failure(NodeName node) {
    return book.of(node)
        .flatMap(entry ->
            entry
                .progress()
                .member(node)
                .filter(Rollouts::hasFailed)
                .map(member ->
                    "rollout %s at %s: %s"
                        .formatted(
                            entry.rollout().name(),
                            entry.progress().revision().abbreviated(),
                            Printable.line(member.reason()))));
  }

  private static boolean hasFailed(Member member) {
    return member.standing() == Standing.FAILED;
  }

  /** What a pass over the node is to be about. */
  public Work hold(Work work) {
    return switch (turn(work.node())) {
      case Turn.Begin begin -> work;
      case Turn.Wait wait -> {
        rounds.waits(work.node());
        yield work.held(wait.reason());
      }
      case Turn.Back back ->
          former(work.node(), back)
              .map(catalog -> work.heldAt(catalog, back.reason()))
              .orElseGet(() -> work.held(back.reason()));
    };
  }

  /** Only once the node itself has put back what it keeps. */
  private Optional<Catalog> former(NodeName node, Turn.Back back) {
    return rounds.mayGoBack(node)
        ? back.to().flatMap(revision -> outside.catalog(node, revision))
        : Optional.empty();
  }

  @Override
  public List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(semaphores.rules());
    if (!book.entries().isEmpty()) {
      rules.add(new TurnRule(this));
    }
    return rules;
  }

  @Override
  public boolean takesBack(Plan plan) {
    return turn(plan.node()) instanceof Turn.Back back
        && back.to().filter(plan.revision()::equals).isPresent();
  }

  /** A run begins; to be told before anything is sent to the node. */
  public void begun(RunId run, Plan plan) {
    NodeName node = plan.node();
    semaphores.take(run, plan);
    if (TurnRule.isIntentional(plan)) {
      book.of(node)
          .filter(entry -> isPartOf(entry.progress(), plan))
          .ifPresent(entry -> {
            outside.begins(node);
            book.begunOn(node);
            change(entry, progress -> Happened.begun(progress, node, wasAt(plan), now()));
          });
    }
  }

  /** The last revision all of the node was at, else the one in force before. */
  private Optional<Revision> wasAt(Plan plan) {
    return journal
        .applied()
        .of(plan.node())
        .whole()
        .filter(revision -> !revision.equals(plan.revision()))
        .or(() -> journal.revisions().validBefore(plan.revision()).map(RevisionSeen::revision));
  }

  private boolean isPartOf(Progress progress, Plan plan) {
    return brings(progress, plan.revision());
  }

  /** The revision it began with, or one that brings the same and is in force now. */
  private boolean brings(Progress progress, Revision revision) {
    return progress.revision().equals(revision)
        || book.fleet().map(Fleet::revision).filter(revision::equals).isPresent();
  }

  /** A pass has ended. */
  public void ended(Pass pass) {
    NodeName node = pass.node();
    book.endedOn(node);
    Optional<Entry> entry = book.of(node);
    if (entry.isPresent()) {
      change(entry.get(), progress -> after(progress, pass));
      rounds.act();
    }
  }

  private Progress after(Progress progress, Pass pass) {
    Optional<Member> member = progress.member(pass.node());
    if (member.isEmpty()) {
      return progress;
    }
    return switch (member.get().standing()) {
      case UNDOING -> wentBack(progress, member.get(), pass);
      case WORKING -> brings(progress, pass.revision()) ? worked(progress, pass) : progress;
      case PENDING -> brings(progress, pass.revision()) ? found(progress, pass) : progress;
      // That it is in sync was known when its health check failed.
      case FAILED ->
          brings(progress, pass.revision()) && pass.outcome() instanceof Outcome.Converged
              ? found(progress, pass)
              : progress;
      case APPLIED, DONE, UNDONE -> progress;
    };
  }

  private Progress found(Progress progress, Pass pass) {
    return isFine(pass) ? Happened.inSync(progress, pass.node(), now()) : progress;
  }

  private Progress wentBack(Progress progress, Member member, Pass pass) {
    boolean looked = pass.found().isPresent() && pass.outcome() instanceof Outcome.Deferred;
    boolean there =
        member.before().map(pass.revision()::equals).orElseGet(() -> rounds.mayGoBack(pass.node()));
    return looked && there ? Happened.wentBack(progress, pass.node(), now()) : progress;
  }

  private Progress worked(Progress progress, Pass pass) {
    NodeName node = pass.node();
    if (isFine(pass)) {
      return Happened.inSync(progress, node, now());
    }
    // A run that is out of sight may still be at work; nothing is known of it.
    if (!isOver(pass.run())) {
      return progress;
    }
    // One that was found again is judged by the probe of the pass that follows.
    boolean probed = pass.remaining().isPresent();
    return switch (pass.outcome()) {
      case Outcome.Deferred deferred ->
          pass.found().isPresent() ? Happened.putOff(progress, node, now()) : progress;
      case Outcome.Converged converged -> progress;
      case Outcome.InSync inSync -> progress;
      case Outcome.StillDrifting drifting ->
          probed ? Happened.failed(progress, node, drifting.reason(), now()) : progress;
      case Outcome.Failed failed -> Happened.failed(progress, node, failed.error(), now());
      case Outcome.RolledBack rolledBack ->
          Happened.failed(progress, node, rolledBack.reason(), now());
      case Outcome.Skipped skipped -> Happened.failed(progress, node, skipped.reason(), now());
    };
  }

  private static boolean isFine(Pass pass) {
    boolean probed = pass.remaining().isPresent();
    return switch (pass.outcome()) {
      case Outcome.Converged converged -> probed;
      case Outcome.InSync inSync -> probed;
      case Outcome.StillDrifting drifting -> probed && pass.ending() == Pass.Ending.DRIFT_LEFT;
      case Outcome.Failed failed -> false;
      case Outcome.RolledBack rolledBack -> false;
      case Outcome.Skipped skipped -> false;
      case Outcome.Deferred deferred -> false;
    };
  }

  private boolean isOver(RunId run) {
    return journal.runs().find(run).flatMap(record -> record.summary().ended()).isPresent();
  }

  /** Which semaphores are held by whom. */
  public Semaphores semaphores() {
    return semaphores;
  }

  /** What people may see and ask. */
  public RolloutDesk desk() {
    return desk;
  }

  private void change(Entry entry, UnaryOperator<Progress> happened) {
    book.change(entry.rollout().name(), happened);
  }

  private Instant now() {
    return book.now();
  }
}
