package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.session.SessionId;

/** Sessions and tokens of assistants and people, asked of the hub. */
public final class AgentsApi {
  private final HubClient client;

  AgentsApi(HubClient client) {
    this.client = client;
  }

  /** Sessions with their contracts, the newest first. */
  public JsonNode sessions() {
    return client.get("/sessions");
  }

  /**
   * Makes a contract count; it may take up a revision that was refused, which takes a look at git.
   */
  public JsonNode issueSession(String path, String text) {
    return client.post(
        "/sessions", Asker.body().put("path", path).put("text", text), HubApi.LONGEST_LOOK);
  }

  JsonNode endSession(SessionId id) {
    return client.delete("/sessions/" + id + "?" + Asker.query());
  }

  JsonNode tokens() {
    return client.get("/tokens");
  }

  JsonNode issueToken(ObjectNode wish) {
    return client.post("/tokens", wish.setAll(Asker.body()), HubClient.USUAL_WAIT);
  }

  JsonNode revokeToken(String id) {
    if (!id.matches("[0-9a-f]{8}")) {
      throw new Failure("a token is named by its id, like 4f2a9c01; mesh token list shows it");
    }
    return client.delete("/tokens/" + id + "?" + Asker.query());
  }
}
