package io.meshinfra.forge.none;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.client.Json;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@value #FILE} says about a branch. It is read back from where anybody may write, so it is
 * believed only as far as the hub can check it.
 *
 * @param head that the contexts are about
 * @param title of a branch that the hub itself proposed
 * @param contexts what was said, by who says it
 */
record Report(Revision head, Optional<String> title, Map<String, Said> contexts) {
  static final String FILE = "status.json";

  private static final ObjectWriter WRITER =
      new ObjectMapper()
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .writerWithDefaultPrettyPrinter();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Report {
    contexts = Collections.unmodifiableMap(new TreeMap<>(contexts));
  }

  /** One status. */
  record Said(String state, String description, Optional<String> details) {
    static Said of(CommitStatus status) {
      return new Said(
          status.state().name().toLowerCase(Locale.ROOT),
          status.description(),
          status.details().map(URI::toString));
    }

    private static Said of(Json said) {
      return new Said(said.text("state"), said.text("description"), said.maybeText("details"));
    }
  }

  /** Nothing was said about it yet. */
  static Report of(Revision head) {
    return new Report(head, Optional.empty(), Map.of());
  }

  /** Empty when it is not there, or somebody made something else of it. */
  static Optional<Report> in(Map<String, String> texts) {
    return Optional.ofNullable(texts.get(FILE)).flatMap(Report::parse);
  }

  private static Optional<Report> parse(String text) {
    try {
      Json json = Json.of(text.getBytes(StandardCharsets.UTF_8));
      Map<String, Said> contexts = new TreeMap<>();
      Json all = json.object("contexts");
      all.node()
          .fieldNames()
          .forEachRemaining(name -> contexts.put(name, Said.of(all.object(name))));
      Optional<String> title = json.maybeText("title").map(given -> json.line("title"));
      return Optional.of(new Report(json.revision("head"), title, contexts));
    } catch (Json.NotUnderstood e) {
      return Optional.empty();
    }
  }

  Report with(String newTitle, Revision newHead) {
    return new Report(newHead, Optional.of(newTitle), contexts);
  }

  /** The last status of a context counts, and only those of the newest head. */
  Report with(Revision newHead, CommitStatus status) {
    Map<String, Said> kept = new TreeMap<>(newHead.equals(head) ? contexts : Map.of());
    kept.put(status.context(), Said.of(status));
    return new Report(newHead, title, kept);
  }

  String text() {
    ObjectNode json = MAPPER.createObjectNode().put("head", head.id());
    title.ifPresent(given -> json.put("title", given));
    ObjectNode all = json.putObject("contexts");
    contexts.forEach((name, said) -> {
      ObjectNode one =
          all.putObject(name).put("state", said.state()).put("description", said.description());
      said.details().ifPresent(details -> one.put("details", details));
    });
    try {
      return WRITER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text can be written", e);
    }
  }
}
