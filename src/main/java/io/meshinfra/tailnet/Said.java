package io.meshinfra.tailnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** What Tailscale explains in the body of an answer, short. */
final class Said {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 10;
  private static final int LONGEST = 1000;

  private Said() {}

  /** Its message and the errors, or nothing when it is no such body. */
  static String of(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer == null || !answer.isObject()) {
        return "";
      }
      List<String> parts = new ArrayList<>(List.of(answer.path("message").asText("")));
      parts.addAll(list(answer, "errors"));
      String all = String.join("; ", parts.stream().filter(part -> !part.isBlank()).toList());
      return all.length() > LONGEST ? all.substring(0, LONGEST) + "..." : all;
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  static List<String> list(JsonNode answer, String what) {
    List<String> told = new ArrayList<>();
    for (JsonNode one : answer.path("data")) {
      String who = one.path("user").asText("");
      for (JsonNode line : one.path(what)) {
        if (told.size() < MOST) {
          told.add(Printable.line((who.isEmpty() ? "" : who + ": ") + line.asText("")));
        }
      }
    }
    return told;
  }
}
