package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.RunId;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The hub's REST interface, one method for each thing that commands ask of it. */
public final class HubApi {
  /** Longest time that the hub lets anybody wait for a pass. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  static final Duration LONGEST_PREVIEW = Duration.ofMinutes(10);
  static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
  static final JsonNode NOTHING = MissingNode.getInstance();

  private final HubClient client;

  public HubApi(HubClient client) {
    this.client = client;
  }

  /** What people do to nodes beside git. */
  ByHandApi byHand() {
    return new ByHandApi(client);
  }

  /** What assistants may do. */
  public AgentsApi agents() {
    return new AgentsApi(client);
  }

  /** Who did what. */
  AuditApi audit() {
    return new AuditApi(client);
  }

  public JsonNode nodes() {
    return client.get("/nodes");
  }

  /** Names of all nodes. */
  public List<String> nodeNames() {
    return nodes().path("nodes").valueStream().map(node -> node.path("name").asText()).toList();
  }

  /** The policy file of the tailnet beside what follows from the revision in force. */
  public JsonNode tailnet() {
    return client.get("/network/tailscale", LONGEST_LOOK);
  }

  /** Puts the policy file of the tailnet. */
  public JsonNode putTailnet(boolean overwriteHandEdits) {
    return client.post(
        "/network/tailscale",
        Asker.body().put("overwriteHandEdits", overwriteHandEdits),
        LONGEST_LOOK);
  }

  /** Which device of the tailnet a node is. */
  public JsonNode tailnetDevice(String node, String address) {
    return client.get(
        "/network/tailscale/device?node="
            + Address.text(node)
            + "&address="
            + Address.text(address),
        LONGEST_LOOK);
  }

  /**
   * Removes it from the tailnet.
   *
   * @param id that was told before
   */
  public JsonNode removeTailnetDevice(String node, String address, String id) {
    ObjectNode body = Asker.body().put("node", node).put("address", address).put("id", id);
    return client.post("/network/tailscale/device", body, LONGEST_LOOK);
  }

  /** One node with what the last probe saw. */
  public JsonNode node(String name) {
    return client.get("/nodes/" + Address.node(name));
  }

  /** What drifts on all nodes; at most so many resources. */
  JsonNode drift(int limit) {
    return client.get("/drift?limit=" + limit);
  }

  /** What drifts on one node, and how. */
  JsonNode nodeDrift(String node) {
    return client.get("/nodes/" + Address.node(node) + "/drift");
  }

  /** What putting back would do now. */
  public JsonNode revertPreview(String node) {
    return client.post(
        "/nodes/" + Address.node(node) + "/revert/preview", NOTHING, LONGEST_PREVIEW);
  }

  /**
   * Puts a node back and waits for the end.
   *
   * @param plan hash of what was shown
   */
  public JsonNode revert(String node, String plan, String reason) {
    String path = "/nodes/" + Address.node(node) + "/revert?wait=" + LONGEST_WAIT.toSeconds() + "s";
    ObjectNode body = Asker.body().put("plan", plan).put("reason", reason);
    return client.post(path, body, LONGEST_WAIT.plus(LONGEST_PREVIEW));
  }

  /** How the drift of a node could become intent, at the commit in force. */
  public JsonNode adoption(String node, List<String> resources) {
    ObjectNode body = Tree.mapper().createObjectNode();
    resources.forEach(body.putArray("resources")::add);
    return client.post("/nodes/" + Address.node(node) + "/adoption", body, LONGEST_PREVIEW);
  }

  /**
   * Has the hub push a branch and open a pull request.
   *
   * @param files whole text by path, or empty for a file that goes
   */
  public JsonNode propose(
      String name, String base, String title, Map<String, Optional<String>> files) {
    ObjectNode body = Tree.mapper().createObjectNode();
    body.put("name", name).put("base", base).put("title", title);
    ObjectNode texts = body.putObject("files");
    files.forEach((path, text) -> texts.put(path, text.orElse(null)));
    return client.post("/proposals", body, LONGEST_LOOK);
  }

  /** Pull requests that the hub tells about, the newest first. */
  JsonNode reviews(Optional<String> state, int limit) {
    String only = state.map(word -> "&state=" + Address.text(word)).orElse("");
    return client.get("/reviews?limit=" + limit + only);
  }

  /** One of them with its whole plan. */
  JsonNode review(String id) {
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw new Failure("a review is named by its number; mesh get reviews lists them");
    }
    return client.get("/reviews/" + id);
  }

  public JsonNode preview(String name) {
    return client.post("/nodes/" + Address.node(name) + "/preview", NOTHING, LONGEST_PREVIEW);
  }

  /**
   * As another revision would have it.
   *
   * @param revision all digits of a commit
   */
  public JsonNode preview(String name, String revision) {
    String path = "/nodes/" + Address.node(name) + "/preview?revision=" + Address.text(revision);
    return client.post(path, NOTHING, LONGEST_PREVIEW);
  }

  /** What a commit, branch, tag or ref stands for, and the nodes that it has. */
  public JsonNode fleet(String revision) {
    return client.get("/source/fleet?revision=" + Address.text(revision), LONGEST_LOOK);
  }

  JsonNode runs(Optional<String> node, int limit) {
    return client.get("/runs?limit=" + limit + only(node));
  }

  JsonNode run(String id) {
    try {
      return client.get("/runs/" + new RunId(id).value());
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  JsonNode events(Optional<String> node, int limit) {
    return client.get("/events?limit=" + limit + only(node));
  }

  /** The runs over one node, the last one first. */
  JsonNode history(String node, int limit) {
    return client.get("/nodes/" + Address.node(node) + "/history?limit=" + limit);
  }

  /**
   * @param after number of an event: those that came since are told first
   */
  HttpResponse<InputStream> follow(Optional<String> node, OptionalLong after) {
    String from = after.isPresent() ? "&after=" + after.getAsLong() : "";
    return client.stream("/events/stream" + (from + only(node)).replaceFirst("^&", "?"));
  }

  /** What a revision opens and closes beside what is in force. */
  public JsonNode networkChanges(String revision) {
    return client.get("/network/changes?revision=" + Address.text(revision), LONGEST_LOOK);
  }

  /** How every way into every node does. */
  JsonNode networkStatus() {
    return client.get("/network/status");
  }

  /** All rollouts, and the semaphores that are held. */
  JsonNode rollouts() {
    return client.get("/rollouts");
  }

  JsonNode rollout(String name) {
    return client.get("/rollouts/" + Address.text(name));
  }

  /**
   * @param verb pause, resume or abort
   */
  JsonNode askRollout(String name, String verb, Optional<String> reason) {
    ObjectNode body = Asker.body();
    reason.ifPresent(words -> body.put("reason", words));
    return client.post("/rollouts/" + Address.text(name) + "/" + verb, body, HubClient.USUAL_WAIT);
  }

  public JsonNode source() {
    return client.get("/source");
  }

  /** The commit that is in force; empty when none is. */
  public String inForce() {
    return source().path("inForce").asText("");
  }

  JsonNode refresh() {
    return client.post("/source/refresh", NOTHING, LONGEST_LOOK);
  }

  /** The hubs on one database. */
  JsonNode hubs() {
    return client.get("/hubs");
  }

  /** Where the hub has put a copy of its journal, on its own machine. */
  String copyOfJournal() {
    return client.post("/backup/journal", Asker.body(), LONGEST_PREVIEW).path("file").asText();
  }

  JsonNode raiseToken(long above, String reason) {
    ObjectNode body = Asker.body().put("above", Long.toString(above)).put("reason", reason);
    return client.post("/hubs/raise", body, HubClient.USUAL_WAIT);
  }

  JsonNode acceptRewind() {
    return client.post("/source/accept-rewind", Asker.body(), LONGEST_LOOK);
  }

  /**
   * Makes passes now.
   *
   * @param wait for their end, at most {@link #LONGEST_WAIT}; zero for not at all
   */
  public JsonNode reconcile(List<String> nodes, boolean insist, Duration wait) {
    ObjectNode body = Tree.mapper().createObjectNode();
    nodes.forEach(Address::node);
    nodes.forEach(body.putArray("nodes")::add);
    body.put("insist", insist);
    String path = wait.isZero() ? "/reconcile" : "/reconcile?wait=" + wait.toSeconds() + "s";
    return client.post(path, body, wait.plus(HubClient.USUAL_WAIT));
  }

  JsonNode approve(String node, Optional<String> plan, String reason, Optional<String> until) {
    ObjectNode body = Asker.body().put("reason", reason);
    plan.ifPresent(hash -> body.put("plan", hash));
    until.ifPresent(time -> body.put("until", time));
    return client.post("/nodes/" + Address.node(node) + "/approvals", body, HubClient.USUAL_WAIT);
  }

  JsonNode suspend(String node, String reason, Optional<String> until) {
    ObjectNode body = Asker.body().put("reason", reason);
    until.ifPresent(time -> body.put("until", time));
    return client.post("/nodes/" + Address.node(node) + "/suspend", body, HubClient.USUAL_WAIT);
  }

  JsonNode resume(String node) {
    return client.post(
        "/nodes/" + Address.node(node) + "/resume", Asker.body(), HubClient.USUAL_WAIT);
  }

  JsonNode acceptScope(String commit, String reason) {
    return client.post(
        "/source/accept-scope",
        Asker.body().put("commit", commit).put("reason", reason),
        LONGEST_LOOK);
  }

  JsonNode certificates() {
    return client.get("/certificates");
  }

  JsonNode hostCertificates() {
    return client.get("/certificates/hosts");
  }

  JsonNode issueCertificate(ObjectNode wish) {
    return client.post("/certificates", wish.setAll(Asker.body()), HubClient.USUAL_WAIT);
  }

  JsonNode revokeCertificates(String certificate, String reason) {
    return client.post(
        "/certificates/revoke",
        Asker.body().put("certificate", certificate).put("reason", reason),
        HubClient.USUAL_WAIT);
  }

  private static String only(Optional<String> node) {
    return node.map(name -> "&node=" + Address.node(name)).orElse("");
  }
}
