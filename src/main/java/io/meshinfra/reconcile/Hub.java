package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.ApprovalJournal;
import io.meshinfra.journal.Event;
import io.meshinfra.journal.Exclusive;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Everything that the doors may ask of the hub. */
public final class Hub implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Hub.class);

  /** How long passes may take to end when the hub is stopped and their connections are closed. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final Revisions revisions;
  private final Loop loop;
  private final Previews previews;
  private final Approvals approvals;
  private final StatusBoard board;
  private final Engine engine;
  private final Journal journal;
  private final HubEvents events;
  private final Loop.Times times;
  private final Rhythm rhythm;
  private volatile Duration nextLook;
  private volatile Optional<Exclusive> exclusive = Optional.empty();

  Hub(
      Revisions revisions,
      Loop loop,
      Previews previews,
      Approvals approvals,
      StatusBoard board,
      Engine engine,
      Journal journal,
      HubEvents events,
      Loop.Times times,
      Rhythm rhythm) {
    this.revisions = revisions;
    this.loop = loop;
    this.previews = previews;
    this.approvals = approvals;
    this.board = board;
    this.engine = engine;
    this.journal = journal;
    this.events = events;
    this.times = times;
    this.rhythm = rhythm;
    this.nextLook = times.ticker().now();
  }

  /** How often the hub does what no node asks for. */
  record Rhythm(Pace pace, Duration lookAtGit, Duration retention) {}

  /** What the doors say when a node is asked for that is not in the fleet. */
  public static final class UnknownNode extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownNode(String message) {
      super(message);
    }
  }

  /** What the doors say when something may not be done now; the message says why. */
  public static final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotNow(String message) {
      super(message);
    }
  }

  /** What the doors say when there is no valid revision yet; the message says why. */
  public static final class NothingInForce extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingInForce(String message) {
      super(message);
    }
  }

  /** What the doors say of a revision that is not to be found; the message says why. */
  public static final class NoSuchRevision extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchRevision(String message) {
      super(message);
    }
  }

  /** What the doors say of a revision with mistakes; the message tells them all. */
  public static final class InvalidRevision extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidRevision(String message) {
      super(message);
    }
  }

  /** Where the desired state comes from and what is in force. */
  public record SourceStatus(
      Optional<Revision> inForce, String trouble, List<RevisionSeen> recent) {
    public SourceStatus {
      recent = List.copyOf(recent);
    }
  }

  /**
   * Takes up what was in force before, closes runs that a kill left without a plan, and begins. The
   * first look at git goes on by itself: a remote that hangs holds nothing up.
   *
   * @throws io.meshinfra.journal.JournalUnavailable when another hub uses the same journal
   */
  void start() {
    exclusive = Optional.of(journal.takeAlone());
    journal
        .runs()
        .endUnplanned(now(), "deferred", "the hub was stopped before anything was decided");
    revisions.resume();
    planLook();
    Thread.ofVirtual().name("first-look").start(this::firstLook);
  }

  private void firstLook() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.error("the first look at git failed; the next one follows", e);
    }
  }

  /** Looks at the git remote when it is time, with jitter. */
  void lookIfDue() {
    if (times.ticker().now().compareTo(nextLook) >= 0) {
      refresh();
    }
  }

  private void planLook() {
    nextLook = times.ticker().now().plus(rhythm.pace().jittered(rhythm.lookAtGit()));
  }

  /** Looks at the git remote now; true when a new revision came into force. */
  public boolean refresh() {
    planLook();
    return revisions.refresh(false);
  }

  /** Accepts the branch as it is now, though its history was rewritten. */
  public boolean acceptRewind(String by) {
    events.tell("rewind-allowed", Optional.empty(), Optional.empty(), "by " + by);
    return revisions.refresh(true);
  }

  /** While another hub has the journal, this one begins nothing. */
  void watchJournal() {
    if (exclusive.map(Exclusive::isHeld).orElse(true)) {
      loop.letGo();
    } else {
      LOG.error("the journal is lost to this hub or taken by another one; no passes begin");
      loop.hold();
    }
  }

  /** Begins the passes that are due. */
  void tick() {
    loop.startDue();
  }

  void purge() {
    journal.retention().purge(now().minus(rhythm.retention()));
  }

  private Instant now() {
    return times.clock().instant();
  }

  /** The revision in force, without asking the journal. */
  public Optional<Revision> inForce() {
    return revisions.inForce().map(Fleet::revision);
  }

  /** What is wrong with the source or its newest revision; empty when nothing is. */
  public String trouble() {
    return revisions.trouble();
  }

  /** How many nodes are being worked on just now. */
  public int passesActive() {
    return loop.active();
  }

  /** Writes to the journal what is there already, to see whether it can be written. */
  public void checkJournal() {
    journal.check();
  }

  public SourceStatus source() {
    return new SourceStatus(
        revisions.inForce().map(Fleet::revision),
        revisions.trouble(),
        journal.revisions().recent(20));
  }

  public List<NodeStatus> nodes() {
    return board.all();
  }

  public Optional<NodeStatus> status(NodeName name) {
    return board.of(name);
  }

  /** Like {@link #status}, for people: an unknown node is told as such. */
  public NodeStatus node(NodeName name) {
    return board.of(name).orElseThrow(() -> unknown(name));
  }

  /**
   * Makes passes now, over the named nodes or all that are not suspended; each future ends with its
   * pass, or exceptionally when none is made because the node was suspended or left the fleet.
   */
  public Map<NodeName, CompletableFuture<Pass>> reconcile(List<NodeName> names, boolean insist) {
    refuseWithoutRevision();
    List<NodeName> nodes =
        names.isEmpty() ? board.all().stream().map(NodeStatus::node).toList() : names;
    nodes.forEach(this::node);
    if (!names.isEmpty()) {
      nodes.forEach(this::refuseSuspended);
    }
    return loop.ask(
        nodes.stream().filter(name -> suspension(name).isEmpty()).toList(), "request", insist);
  }

  private void refuseWithoutRevision() {
    if (revisions.inForce().isEmpty()) {
      String why = revisions.trouble().isEmpty() ? "git was not read yet" : revisions.trouble();
      throw new NothingInForce("no revision is in force: " + why);
    }
  }

  private void refuseSuspended(NodeName name) {
    suspension(name)
        .ifPresent(s -> {
          throw new NotNow(
              "%s is suspended by %s: %s; mesh resume %s ends that"
                  .formatted(name, s.by(), s.reason(), name));
        });
  }

  /** Probes and plans one node at the revision in force, and changes nothing. */
  public Pass preview(NodeName name) {
    refuseWithoutRevision();
    node(name);
    return previews.of(name, revisions.inForce().orElseThrow());
  }

  /** The same at any other revision: a commit, a branch, a tag or a ref. */
  public Pass preview(NodeName name, String revision) {
    return previews.of(name, previews.fleet(revision));
  }

  /** For looking at nodes as another revision would have them. */
  public Previews previews() {
    return previews;
  }

  /** Which plans wait for somebody to agree, and who has. */
  public Approvals approvals() {
    return approvals;
  }

  /**
   * Agrees to the plan of a node that waits, and has the node looked at: see {@link
   * Approvals#approve}.
   */
  public ApprovalJournal.Recorded approve(
      NodeName name, Optional<String> plan, Approvals.By by, Optional<Instant> until) {
    node(name);
    ApprovalJournal.Recorded recorded = approvals.approve(name, plan, by, until);
    String words = "plan %s by %s: %s".formatted(recorded.planHash(), by.who(), by.reason());
    events.tell("plan-approved", Optional.of(name), Optional.empty(), words);
    loop.ask(List.of(name), "approval", false);
    return recorded;
  }

  public void suspend(NodeName name, String reason, String by, Optional<Instant> until) {
    node(name);
    journal.suspensions().suspend(name, reason, by, until);
    board.suspended(name, suspension(name));
    events.tell("node-suspended", Optional.of(name), Optional.empty(), "by " + by + ": " + reason);
  }

  /** Whether the node was suspended. */
  public boolean resume(NodeName name, String by) {
    node(name);
    boolean was = journal.suspensions().resume(name, by);
    if (was) {
      events.tell("node-resumed", Optional.of(name), Optional.empty(), "by " + by);
      loop.ask(List.of(name), "resume", false);
    }
    return was;
  }

  public Optional<Suspension> suspension(NodeName name) {
    return journal.suspensions().of(name, now());
  }

  /** All nodes that are left alone now. */
  public Map<NodeName, Suspension> suspensions() {
    return journal.suspensions().active(now()).stream()
        .collect(Collectors.toMap(Suspension::node, Function.identity()));
  }

  public List<RunSummary> history(Optional<NodeName> node, int limit, Optional<RunId> before) {
    return journal.runs().history(node, limit, before);
  }

  public Optional<RunRecord> run(RunId id) {
    return journal.runs().find(id);
  }

  public List<Event.Numbered> events(int limit, Optional<NodeName> node) {
    return journal.events().recent(limit, node);
  }

  public List<Event.Numbered> eventsAfter(long id, int limit) {
    return journal.events().after(id, limit);
  }

  /** Events of one run with a larger number, oldest first. */
  public List<Event.Numbered> eventsOf(RunSummary run, long after, int limit) {
    return journal.events().ofRun(run.id(), run.node(), after, limit);
  }

  /** Calls the listener for each event from now on, until the handle is closed. */
  public HubEvents.Listening listen(Consumer<Event.Numbered> listener) {
    return events.listen(listener);
  }

  private UnknownNode unknown(NodeName name) {
    String known =
        String.join(", ", board.all().stream().limit(10).map(s -> s.node().value()).toList());
    return new UnknownNode(
        "no node %s in the fleet; it has: %s"
            .formatted(name, known.isEmpty() ? "none yet" : known));
  }

  /**
   * In this order: nothing begins any more, what waits for a node ends, and what ends by that still
   * finds its journal. Only then is anything interrupted: a write that is would close the file of
   * the embedded database for all.
   */
  @Override
  public void close() {
    loop.stop();
    previews.stop();
    engine.close();
    loop.awaitEnd(LAST_WAIT);
    previews.awaitEnd(LAST_WAIT);
    exclusive.ifPresent(Exclusive::close);
  }
}
