package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Deed;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.reconcile.agent.Agents;
import io.meshinfra.reconcile.flow.ChangeTrial;
import io.meshinfra.reconcile.flow.FlowWatch;
import io.meshinfra.reconcile.identity.Askers;
import io.meshinfra.reconcile.identity.HostCertificates;
import io.meshinfra.reconcile.identity.LoginDesk;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.paths.WaysIn;
import io.meshinfra.reconcile.revision.Revisions;
import io.meshinfra.reconcile.revision.SignatureReport;
import io.meshinfra.reconcile.revision.SourceStatus;
import io.meshinfra.reconcile.rollout.Rollouts;
import io.meshinfra.reconcile.status.FleetDrift;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.reconcile.tailnet.TailnetDevices;
import io.meshinfra.reconcile.tailnet.TailnetPolicies;
import io.meshinfra.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Everything that the doors may ask of the hub. What it does by itself is its {@link Upkeep}. */
public final class Hub implements AutoCloseable {
  private final Revisions revisions;
  private final Loop loop;
  private final Beside beside;
  private final Approvals approvals;
  private final StatusBoard board;
  private final Suspensions suspensions;
  private final Journal journal;
  private final HubEvents events;
  private final Upkeep upkeep;
  private final Agents agents;

  Hub(
      Revisions revisions,
      Loop loop,
      Beside beside,
      Approvals approvals,
      StatusBoard board,
      Suspensions suspensions,
      Journal journal,
      HubEvents events,
      Upkeep upkeep,
      Agents agents) {
    this.revisions = revisions;
    this.loop = loop;
    this.beside = beside;
    this.approvals = approvals;
    this.board = board;
    this.suspensions = suspensions;
    this.journal = journal;
    this.events = events;
    this.upkeep = upkeep;
    this.agents = agents;
  }

  Upkeep upkeep() {
    return upkeep;
  }

  /** GitLooks at the git remote now; true when a new revision came into force. */
  public boolean refresh() {
    return upkeep.look();
  }

  /** Accepts the branch as it is now, though its history was rewritten. */
  public boolean acceptRewind(String by) {
    journal.audit().append(Deed.begun(Deed.By.person(by), "rewind-allowed", ""));
    events.tell("rewind-allowed", Optional.empty(), Optional.empty(), "by " + by);
    return revisions.refresh(true);
  }

  /** Judges the newest revision anew, also one that was refused. */
  public boolean reconsider() {
    revisions.judgeAgain();
    return refresh();
  }

  /** What assistants may do here. */
  public Agents agents() {
    return agents;
  }

  /** SSH certificates for people and agents. */
  public LoginDesk logins() {
    return new LoginDesk(beside.certificates(), Askers.of(agents.contracts()));
  }

  /** Certificates by which nodes show who they are. */
  public HostCertificates hostCertificates() {
    return beside.hostCertificates();
  }

  /** The revision in force, without asking the journal. */
  public Optional<Revision> inForce() {
    return revisions.inForce().map(Fleet::revision);
  }

  /** The fleet in force. */
  public Optional<Fleet> fleet() {
    return revisions.inForce();
  }

  /** Which hub is in charge, and whether that is this one. */
  public Leasing leasing() {
    return upkeep.leasing();
  }

  /** Tells something that happens outside of passes, to everybody who follows events. */
  public void tell(String type, Optional<NodeName> node, String message) {
    events.tell(type, node, Optional.empty(), message);
  }

  /** What is wrong with the source or its newest revision; empty when nothing is. */
  public String trouble() {
    return revisions.trouble();
  }

  /** How many nodes are being worked on just now. */
  public int passesActive() {
    return loop.active();
  }

  public SourceStatus source() {
    return new SourceStatus(
        revisions.inForce().map(Fleet::revision),
        revisions.trouble(),
        journal.revisions().recent(20));
  }

  public List<NodeStatus> nodes() {
    return board.all().stream().map(this::shown).toList();
  }

  public Optional<NodeStatus> status(NodeName name) {
    return board.of(name).map(this::shown);
  }

  /**
   * As the doors show it. Rollouts go by the board itself: what they found must not hold them up
   * when they try again.
   */
  private NodeStatus shown(NodeStatus status) {
    return reality().shown(rollouts().failure(status.node()).map(status::unwellFor).orElse(status));
  }

  /** Like {@link #status}, for people: an unknown node is told as such. */
  public NodeStatus node(NodeName name) {
    return status(name).orElseThrow(() -> unknown(name));
  }

  /**
   * Makes passes now, over the named nodes or all that are not suspended; each future ends with its
   * pass, or exceptionally when none is made because the node was suspended or left the fleet.
   */
  public Map<NodeName, CompletableFuture<Pass>> reconcile(
      List<NodeName> names, boolean insist, Deed.By by) {
    neededInForce();
    List<NodeName> nodes =
        names.isEmpty() ? board.all().stream().map(NodeStatus::node).toList() : names;
    nodes.forEach(this::node);
    names.forEach(suspensions::refuse);
    journal.audit().append(Deed.asked(by, names, insist));
    return loop.ask(
        nodes.stream().filter(name -> suspension(name).isEmpty()).toList(), "request", insist);
  }

  private Fleet neededInForce() {
    return revisions.inForce().orElseThrow(() -> NothingInForce.because(revisions.trouble()));
  }

  /** How nodes would be changed, without a change. */
  public PreviewDesk previewDesk() {
    return new PreviewDesk(beside.previews(), this::neededInForce, this::node);
  }

  /** For looking at nodes as another revision would have them. */
  public Previews previews() {
    return beside.previews();
  }

  /** Whether what {@code head} has and {@code base} has not is signed by who may; both are here. */
  public SignatureReport signatures(Revision base, Revision head) {
    return beside.signed().between(base, head);
  }

  /** What policy would say of what is not in force. */
  public Foresight foresight() {
    return beside.foresight();
  }

  /** Who is there, and what those who are not have to make up for. */
  public Presences presences() {
    return beside.presences();
  }

  /** What people do to nodes beside git. */
  public ByHand byHand() {
    return beside.byHand();
  }

  /** Shows what a revert would do, and does what was shown. */
  public RevertDesk revertDesk() {
    return new RevertDesk(this, beside.reverts(), suspensions, loop, events);
  }

  /** What the records of a node tell about who changed these resources; blocks until it is read. */
  public EvidenceProbe.Result evidence(Target node, List<Resource<?>> changed) {
    return beside.evidence().look(node, changed);
  }

  /** How what is new comes to nodes, wave by wave. */
  public Rollouts rollouts() {
    return beside.rollouts();
  }

  /** The policy file of the tailnet. */
  public TailnetPolicies tailnet() {
    return beside.tailnet();
  }

  /** The devices of nodes in the tailnet. */
  public TailnetDevices tailnetDevices() {
    return beside.devices();
  }

  /** Which plans wait for somebody to agree, and who has. */
  public Approvals approvals() {
    return approvals;
  }

  /** Where people agree to plans. */
  public ApprovalDesk approvalDesk() {
    return new ApprovalDesk(
        approvals, events, this::node, node -> loop.ask(List.of(node), "approval", false));
  }

  public void suspend(NodeName name, String reason, String by, Optional<Instant> until) {
    node(name);
    suspensions.suspend(name, reason, by, until);
  }

  /** Whether the node was suspended; if so, a pass is made soon. */
  public boolean resume(NodeName name, String by) {
    node(name);
    boolean was = suspensions.resume(name, by);
    if (was) {
      loop.ask(List.of(name), "resume", false);
    }
    return was;
  }

  public Optional<Suspension> suspension(NodeName name) {
    return suspensions.of(name);
  }

  /** All nodes that are left alone now. */
  public Map<NodeName, Suspension> suspensions() {
    return suspensions.all();
  }

  /** What the journal tells of runs, events, deeds and pull requests. */
  public HubRecords records() {
    return new HubRecords(journal, events);
  }

  Reality reality() {
    return beside.reality();
  }

  /** How the ways into nodes do. */
  public WaysIn waysIn() {
    return reality().waysIn();
  }

  /** What nodes really reach of each other. */
  public FlowWatch flows() {
    return reality().flows();
  }

  /** Whether changes made the network worse. */
  public ChangeTrial changes() {
    return reality().changes();
  }

  /** What drifts on all nodes. */
  public FleetDrift drift() {
    return new FleetDrift(board, journal.drifts(), reality()::drift);
  }

  private UnknownNode unknown(NodeName name) {
    return new UnknownNode(name, "the fleet", board.all().stream().map(NodeStatus::node).toList());
  }

  @Override
  public void close() {
    reality().close();
    upkeep.close();
  }
}
