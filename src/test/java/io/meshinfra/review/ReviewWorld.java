package io.meshinfra.review;

import static org.awaitility.Awaitility.await;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Policies;
import io.meshinfra.policy.Verdict;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.settings.ForeignPlans;
import io.meshinfra.report.review.Commits;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.Signatures;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.session.ScopeReport;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MemoryForge;
import io.meshinfra.support.MovingClock;
import io.meshinfra.support.SimulatedNodes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A fleet of three nodes in a real repository, a forge in memory, machines that are simulated, and
 * the reviews of a hub among them.
 */
final class ReviewWorld implements AutoCloseable {
  static final String MEMBER = "ada";
  static final String STRANGER = "mallory";

  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: demo}
      spec: {user: mesh-ops, become: sudo}
      """;
  private static final String NODE =
      """
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: %s}
      spec:
        presence: on-demand
        access: [{lan: 192.0.2.1}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW"]
      """;
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: base}
      spec:
        selector: {}
        resources:
          - file: {path: /etc/motd, content: "%s\\n", mode: "0644"}
      """;

  final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-06T14:02:10Z"));
  final AtomicLong nanos = new AtomicLong();
  final MovingClock clock = new MovingClock(time::get);
  final MemoryForge forge = new MemoryForge(clock, 65_536).member(MEMBER);
  final SimulatedNodes nodes = new SimulatedNodes(clock);
  final List<String> deeds = new CopyOnWriteArrayList<>();
  final Map<NodeName, Gate.Ruling> rulings = new ConcurrentHashMap<>();
  final Map<NodeName, Drift> lastSeen = new ConcurrentHashMap<>();
  volatile Signatures unsigned = Signatures.NOT_ASKED;
  final Map<Revision, ScopeReport> scopes = new ConcurrentHashMap<>();
  final FleetRepository repository;
  final Journal journal;
  final SimulatedDriftHub drifts;
  volatile boolean alone = true;
  private final GitSource source;
  private final Fleets fleets;
  private final JdbcConnectionPool pool;
  private final ExecutorService looking = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Optional<Fleet> inForce = Optional.empty();
  private volatile Revision main;
  private Reviews reviews;
  private ReviewRules rules =
      new ReviewRules(
          "main",
          "main",
          ForeignPlans.SAFE,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Optional.empty());

  ReviewWorld(Path folder) {
    repository = new FleetRepository(folder);
    repository.write(
        "fleet.yaml",
        FLEET + NODE.formatted("hub") + NODE.formatted("laptop") + NODE.formatted("wsl"));
    motd("welcome");
    main = new Revision(repository.push("First"));
    SourceSettings settings =
        SourceSettings.of(repository.bare().toString(), "main", folder.resolve("source"));
    source = new GitSource(settings, Secrets.installed());
    fleets =
        new Fleets(
            source, new RevisionReader(ResourceTypes.installed(), "", Policies.USUAL_FOLDER));
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(pool);
    journal = new Journal(pool, clock);
    drifts = new SimulatedDriftHub(fleets, settings, folder.resolve("branches"), forge, clock);
    comesIntoForce();
    nodes.converge(inForce.orElseThrow());
    start();
  }

  void motd(String text) {
    repository.write("profile.yaml", PROFILE.formatted(text));
  }

  /** Everything is only observed from now on. */
  void observe(String text) {
    repository.git("checkout", "-q", "main");
    repository.write(
        "profile.yaml",
        PROFILE.formatted(text).replace("  resources:", "  mode: observe\n  resources:"));
    main = commit("main", "Observe");
    nodes.converge(comesIntoForce());
  }

  /** The hub follows the branch. */
  Fleet comesIntoForce() {
    source.fetch();
    inForce = Optional.of(((FleetAt.Valid) fleets.at(main)).fleet());
    return inForce.get();
  }

  void rules(ReviewRules other) {
    rules = other;
  }

  ReviewRules rules() {
    return rules;
  }

  /** The hub is started, once more if need be. */
  void start() {
    if (reviews != null) {
      reviews.close();
    }
    reviews =
        new Reviews(
            forge.connection(),
            new Reviews.World(
                new View(), this::judge, new Written(), drifts, this::contains, () -> alone),
            journal,
            new Reviews.Times(clock, new Ticker(nanos::get), new Random(7)),
            rules);
  }

  Reviews reviews() {
    return reviews;
  }

  /** Commits what was written to a branch of the name. */
  Revision commit(String branch, String message) {
    Revision head = commitHere(branch, message);
    repository.git("push", "-q", "-f", "origin", branch);
    return head;
  }

  private Revision commitHere(String branch, String message) {
    repository.git("checkout", "-q", "-B", branch);
    repository.git("add", "-A");
    repository.git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", message);
    return new Revision(repository.git("rev-parse", "HEAD").strip());
  }

  /** A pull request whose commits are not on the remote yet. */
  PullRequest.Id proposeUnpushed(String branch) {
    Revision head = commitHere(branch, "Change " + branch);
    return forge.open(MEMBER, false, head, branch, "Change " + branch);
  }

  PullRequest.Id propose(String author, boolean fork, String branch) {
    Revision head = commit(branch, "Change " + branch);
    return forge.open(author, fork, head, branch, "Change " + branch);
  }

  /** Pushes one more commit to a branch that was proposed. */
  Revision push(PullRequest.Id id, String branch) {
    Revision head = commit(branch, "More");
    forge.push(id, head);
    return head;
  }

  /** Merges the branch by fast-forward, and the hub follows. */
  Revision merge(PullRequest.Id id, String branch) {
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--ff-only", branch);
    repository.git("push", "-q", "origin", "main");
    main = new Revision(repository.git("rev-parse", "HEAD").strip());
    forge.merge(id, main);
    comesIntoForce();
    return main;
  }

  /** A commit on main that is not of the pull request. */
  void moveMain(String file) {
    repository.git("checkout", "-q", "main");
    repository.write(file, "# nothing\n");
    main = commit("main", "Move");
    comesIntoForce();
  }

  /** The loop makes a pass over a node. */
  Pass pass(String node, Outcome outcome) {
    FleetNode known = inForce.orElseThrow().node(new NodeName(node)).orElseThrow();
    Work work = new Work(known.target(), known.catalog(), "push", false);
    Optional<Drift> drift =
        outcome instanceof Outcome.Deferred ? Optional.empty() : Optional.of(nodes.drift(work));
    drift.ifPresent(d -> lastSeen.put(known.name(), d));
    Pass pass = nodes.pass(work, outcome, drift);
    reviews.ended(pass);
    return pass;
  }

  /** A pass in which policy let nothing through. */
  void judged(String node, Verdict verdict) {
    FleetNode known = inForce.orElseThrow().node(new NodeName(node)).orElseThrow();
    Work work = new Work(known.target(), known.catalog(), "push", false);
    Outcome outcome = new Outcome.Deferred("policy");
    reviews.ended(nodes.pass(work, outcome, Optional.of(nodes.drift(work)), Optional.of(verdict)));
  }

  /** A minute passes. */
  void later(Duration by) {
    time.updateAndGet(now -> now.plus(by));
    nanos.addAndGet(by.toNanos());
  }

  void tick() {
    reviews.tick();
  }

  String awaitPlan(PullRequest.Id id, String part) {
    await()
        .until(() -> {
          tick();
          return forge.plans(id).stream().anyMatch(text -> text.contains(part));
        });
    return forge.plans(id).getFirst();
  }

  /** Two rounds that were asked for now have come to their end. */
  void idle() {
    for (int i = 0; i < 2; i++) {
      int before = forge.calls();
      later(rules.interval().multipliedBy(2));
      tick();
      await().until(() -> forge.calls() > before || !alone);
    }
  }

  private Judge.Judgement judge(
      Fleet head, Revision target, String author, List<Judge.Candidate> plans) {
    Map<NodeName, Gate> gates = new HashMap<>();
    for (Judge.Candidate candidate : plans) {
      NodeName node = candidate.node().name();
      gates.put(
          node,
          new Gate(
              candidate.plan().hash(),
              Optional.of("low"),
              rulings.getOrDefault(node, Gate.Ruling.MAY_BE_APPLIED),
              List.of(),
              approvals(candidate.plan().hash())));
    }
    return new Judge.Judgement(gates, List.of());
  }

  private List<String> approvals(String hash) {
    List<String> by = new ArrayList<>();
    for (String deed : deeds) {
      if (deed.contains(hash)) {
        by.add(deed.substring(deed.lastIndexOf(' ') + 1));
      }
    }
    return by;
  }

  private boolean contains(Revision later, Revision earlier) {
    try {
      return later.equals(earlier)
          || source.log(earlier, later).stream().anyMatch(c -> c.revision().equals(later));
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private final class Written implements Deeds {
    @Override
    public String approve(NodeName node, String planHash, String by) {
      deeds.add("approve " + node + " " + planHash + " by " + by);
      return "approved plan " + planHash + " of " + node;
    }

    @Override
    public String apply(NodeName node, String by) {
      deeds.add("apply " + node + " by " + by);
      return "applying on " + node;
    }
  }

  private final class View implements HubView {
    @Override
    public Optional<Fleet> inForce() {
      return inForce;
    }

    @Override
    public FleetAt at(PullRequest pull) {
      return fleets.at(pull.head(), pull.headRef());
    }

    @Override
    public NetworkPlan network(Revision revision) {
      return fleets.network(revision);
    }

    @Override
    public CompletableFuture<Pass> look(Work work, boolean known) {
      return CompletableFuture.supplyAsync(() -> nodes.look(work), looking);
    }

    @Override
    public Optional<Drift> lastSeen(NodeName node) {
      return Optional.ofNullable(lastSeen.get(node));
    }

    @Override
    public Plan guarded(Plan plan, String login) {
      return new Guarding(Guarding.USUAL_TIME).mark(plan, login);
    }

    @Override
    public Commits commits(Revision target, Revision head) {
      return new Commits(scopes.getOrDefault(head, ScopeReport.NO_SESSION), unsigned);
    }
  }

  @Override
  public void close() {
    nodes.letGo();
    looking.shutdown();
    reviews.close();
    drifts.close();
    source.close();
    pool.dispose();
  }
}
