package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** What people do to nodes beside git, asked of the hub. */
final class ByHandApi {
  private final HubClient client;

  ByHandApi(HubClient client) {
    this.client = client;
  }

  /** What a node keeps of what was applied, the newest first. */
  JsonNode generations(String node) {
    return client.get("/nodes/" + Address.node(node) + "/generations", HubApi.LONGEST_LOOK);
  }

  /** Undoes the last generations of a node, and waits for the end. */
  JsonNode rollBack(String node, OptionalInt to, boolean force, String reason) {
    ObjectNode body = Asker.body().put("reason", reason).put("force", force);
    to.ifPresent(number -> body.put("to", number));
    String path =
        "/nodes/%s/generations/rollback?wait=%ds"
            .formatted(Address.node(node), HubApi.LONGEST_WAIT.toSeconds());
    return client.post(path, body, HubApi.LONGEST_WAIT.plus(HubClient.USUAL_WAIT));
  }

  /** Who works on a node by hand, and what is held of what was changed. */
  JsonNode breakGlass(String node) {
    return client.get("/nodes/" + Address.node(node) + "/break-glass");
  }

  /** Leaves a node to somebody; it is looked at first. */
  JsonNode openGlass(String node, String reason, String until) {
    ObjectNode body = Asker.body().put("reason", reason).put("until", until);
    return client.post("/nodes/" + Address.node(node) + "/break-glass", body, HubApi.LONGEST_LOOK);
  }

  JsonNode endGlass(String node) {
    String path =
        "/nodes/%s/break-glass/end?wait=%ds"
            .formatted(Address.node(node), HubApi.LONGEST_LOOK.toSeconds());
    return client.post(path, Asker.body(), HubApi.LONGEST_LOOK.plus(HubClient.USUAL_WAIT));
  }

  JsonNode revertGlass(String node) {
    return client.post(
        "/nodes/" + Address.node(node) + "/break-glass/revert", Asker.body(), HubClient.USUAL_WAIT);
  }
}
