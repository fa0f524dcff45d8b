package io.meshinfra.rest.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Small answers. */
public final class Answers {
  private Answers() {}

  /**
   * All nodes of the fleet.
   *
   * @param trouble what is wrong with the source, so that they are not kept by its newest revision
   */
  public record Nodes(List<NodeView> nodes, Optional<String> trouble) {
    public Nodes {
      nodes = List.copyOf(nodes);
    }
  }

  /** What became of a resumption. */
  public record Resumed(@Schema(description = "the node was suspended") boolean was) {}

  /** What was copied. */
  public record Copied(@Schema(description = "path on the machine of the hub") String file) {}

  /** What runs here. */
  public record Version(String version, String java, Instant startedAt) {}

  /** An error, RFC 9457. */
  public record Problem(String title, int status, String detail, List<FieldError> errors) {
    public Problem {
      errors = List.copyOf(errors);
    }
  }

  /** One thing that is wrong with a request. */
  public record FieldError(String field, String message) {}
}
