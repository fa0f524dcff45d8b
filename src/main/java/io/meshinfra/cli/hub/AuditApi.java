package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The record of who did what, asked of the hub. */
final class AuditApi {
  private final HubClient client;

  AuditApi(HubClient client) {
    this.client = client;
  }

  /** Rows with a larger number, a page of them. */
  JsonNode after(long after) {
    return client.get("/audit?limit=1000&after=" + after);
  }

  JsonNode head() {
    return client.get("/audit/head");
  }

  /**
   * @param query with which row to compare, if with any
   */
  JsonNode verify(Optional<String> query) {
    return client.get("/audit/verify" + query.orElse(""), HubApi.LONGEST_LOOK);
  }
}
