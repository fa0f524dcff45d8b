package io.meshinfra.forge.little;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as a little forge takes it, and what it answers. */
final class Exchanged {
  private Exchanged() {}

  /**
   * A request.
   *
   * @param path below the API's root, encoded as it came
   * @param parts what the holes of the route were filled with, decoded
   */
  record Request(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, List<String>> headers,
      String body,
      List<String> parts) {

    Request of(List<String> found) {
      return new Request(method, path, query, headers, body, found);
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    Optional<String> parameter(String name) {
      return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    int number(String name, int otherwise) {
      return parameter(name).map(Integer::parseInt).orElse(otherwise);
    }

    String part(int index) {
      return parts.get(index);
    }

    JsonNode json() {
      return Text.json(body);
    }
  }

  /** An answer. */
  record Response(int status, Map<String, String> headers, String body) {
    static Response json(int status, JsonNode body) {
      return new Response(
          status, Map.of("Content-Type", "application/json; charset=utf-8"), body.toString());
    }

    static Response message(int status, String message) {
      return json(status, Text.object().put("message", message));
    }

    Response with(String header, String value) {
      var more = new java.util.TreeMap<>(headers);
      more.put(header, value);
      return new Response(status, more, body);
    }
  }
}
