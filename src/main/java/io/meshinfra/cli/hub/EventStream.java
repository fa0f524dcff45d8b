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
import java.util.Optional;

/** Prints server-sent events while they come. */
final class EventStream {
  private static final int LONGEST_LINE = 1 << 20;

  private final Shell shell;
  private final Format format;
  private final Optional<String> node;

  EventStream(Shell shell, Format format, Optional<String> node) {
    this.shell = shell;
    this.format = format;
    this.node = node;
  }

  /** Ends when nobody reads any more; the end of the stream is a failure. */
  void print(HttpResponse<InputStream> answer) {
    try (InputStream in = new BufferedInputStream(answer.body())) {
      for (String line = line(in); line != null; line = line(in)) {
        if (line.startsWith("data:")) {
          event(line.substring("data:".length()));
        }
        if (shell.isDeaf()) {
          return;
        }
      }
    } catch (IOException e) {
      throw new Failure("the link to the hub broke; is it still running?");
    }
    throw new Failure("the hub ended the stream of events; was it stopped?");
  }

  private void event(String data) throws IOException {
    JsonNode event;
    try {
      event = Tree.mapper().readTree(data);
    } catch (JsonProcessingException e) {
      throw new IOException(e);
    }
    if (node.isPresent() && !node.get().equals(HubTables.text(event, "node"))) {
      return;
    }
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
