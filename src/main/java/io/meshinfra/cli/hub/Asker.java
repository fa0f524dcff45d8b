package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.text.Tree;

/** Who asks, for the others; it is a courtesy and proves nothing. */
final class Asker {
  private Asker() {}

  /** The beginning of what is sent. */
  static ObjectNode body() {
    return Tree.mapper().createObjectNode().put("by", System.getProperty("user.name", "mesh"));
  }

  static String query() {
    return "by=" + Address.text(body().path("by").asText());
  }
}
