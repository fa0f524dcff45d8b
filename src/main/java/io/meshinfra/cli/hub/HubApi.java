package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.RunId;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The hub's REST interface, one method for each thing that commands ask of it. */
public final class HubApi {
  /** Beyond what the hub itself waits. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PREVIEW = Duration.ofMinutes(10);

  private final HubClient client;

  public HubApi(HubClient client) {
    this.client = client;
  }

  JsonNode nodes() {
    return client.get("/nodes");
  }

  /** Names of all nodes. */
  public List<String> nodeNames() {
    return nodes().path("nodes").valueStream().map(node -> node.path("name").asText()).toList();
  }

  JsonNode node(String name) {
    return client.get("/nodes/" + checked(name));
  }

  /** All nodes, or one, with the drift that the last probe saw. */
  JsonNode drift(Optional<String> node) {
    ObjectNode tree = Tree.mapper().createObjectNode();
    List<String> names = node.map(List::of).orElseGet(this::nodeNames);
    names.forEach(name -> tree.withArray("nodes").add(node(name)));
    return tree;
  }

  public JsonNode preview(String name) {
    return client.post(
        "/nodes/" + checked(name) + "/preview", Tree.mapper().createObjectNode(), LONGEST_PREVIEW);
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

  HttpResponse<InputStream> follow() {
    return client.stream("/events/stream");
  }

  JsonNode source() {
    return client.get("/source");
  }

  JsonNode refresh() {
    return client.post(
        "/source/refresh", Tree.mapper().createObjectNode(), Duration.ofMinutes(5));
  }

  JsonNode acceptRewind() {
    return client.post(
        "/source/accept-rewind", Tree.mapper().createObjectNode(), Duration.ofMinutes(5));
  }

  /**
   * Makes passes now.
   *
   * @param wait for their end; zero for not at all
   */
  public JsonNode reconcile(List<String> nodes, boolean insist, Duration wait) {
    ObjectNode body = Tree.mapper().createObjectNode();
    nodes.forEach(HubApi::checked);
    nodes.forEach(body.putArray("nodes")::add);
    body.put("insist", insist).put("waitSeconds", wait.toSeconds());
    return client.post("/reconcile", body, wait.plus(GRACE));
  }

  JsonNode suspend(String node, String reason, Optional<String> until) {
    ObjectNode body = Tree.mapper().createObjectNode().put("reason", reason);
    until.ifPresent(time -> body.put("until", time));
    return client.put("/nodes/" + checked(node) + "/suspension", body);
  }

  JsonNode resume(String node) {
    return client.delete("/nodes/" + checked(node) + "/suspension");
  }

  private static String only(Optional<String> node) {
    return node.map(name -> "&node=" + checked(name)).orElse("");
  }

  /** Only what may be a name goes into an address. */
  private static String checked(String name) {
    try {
      return URLEncoder.encode(NodeName.parse(name).value(), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Failure(Printable.block(e.getMessage()));
    }
  }
}
