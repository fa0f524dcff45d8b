package io.meshinfra.cli.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Function;

/** Prints server-sent events while they come. */
final class EventStream {
  private static final int LONGEST_LINE = 1 << 20;

  private final Shell shell;
  private final Format format;

  /** Number after which the hub shall go on, when it cut the stream because we were too slow. */
  private OptionalLong resume = OptionalLong.empty();

  EventStream(Shell shell, Format format) {
    this.shell = shell;
    this.format = format;
  }

  /**
   * Ends when nobody reads any more; an end that the hub did not announce is a failure.
   *
   * @param connect opens the stream after the event of that number
   */
  void print(Function<OptionalLong, HttpResponse<InputStream>> connect) {
    do {
      OptionalLong after = resume;
      resume = OptionalLong.empty();
      try (InputStream in = new BufferedInputStream(connect.apply(after).body())) {
        copy(in);
      } catch (IOException e) {
        throw new Failure("the link to the hub broke; is it still running?");
      }
    } while (resume.isPresent());
    if (!shell.isDeaf()) {
      throw new Failure("the hub ended the stream of events; was it stopped?");
    }
  }

  private void copy(InputStream in) throws IOException {
    String type = "";
    for (String line = line(in); line != null && !shell.isDeaf(); line = line(in)) {
      if (line.startsWith("event:")) {
        type = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        JsonNode data = json(line.substring("data:".length()));
        if (type.equals("cut")) {
          resume = OptionalLong.of(data.path("after").asLong());
          return;
        }
        print(data);
      } else if (line.isEmpty()) {
        type = "";
      }
    }
  }

  private static JsonNode json(String text) throws IOException {
    try {
      return Tree.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON", e);
    }
  }

  private void print(JsonNode event) {
    shell.print(
        switch (format) {
          case TABLE -> Printable.block(String.join("  ", HubTables.event(event))) + "\n";
          case JSON -> event + "\n";
          case YAML -> "---\n" + Tree.yaml(event);
        });
  }

  /** The next line, of bounded length; null at the end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line without end");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
