package io.meshinfra.secret.server;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a question to a server of secrets. */
public sealed interface Answer {

  /** A body that is JSON; it may hold secrets. */
  record Told(JsonNode body) implements Answer {
    @Override
    public String toString() {
      return "Told[redacted]";
    }
  }

  /**
   * Any status but success; its body is thrown away, because servers repeat what they were sent.
   */
  record Refused(int status) implements Answer {}

  /** No answer, or none that can be understood. */
  record Silent(String reason) implements Answer {}
}
