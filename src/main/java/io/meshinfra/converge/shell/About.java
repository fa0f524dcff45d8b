package io.meshinfra.converge.shell;

import io.meshinfra.model.FencingToken;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.util.Optional;

/**
 * What the node is to remember of a run: a generation is called by it.
 *
 * @param run the whole run, of which a part is sent
 * @param revision that is applied; empty when the run does something else
 * @param cause what the run is for, one line for people
 */
public record About(RunId run, Optional<Revision> revision, String cause) {
  /** A run that brings a node to a revision. */
  public static About applying(RunId run, Revision revision) {
    return new About(run, Optional.of(revision), "applied");
  }

  /**
   * Lines for the scripts on the node.
   *
   * @param fence of the hub that sends the run; empty when no hub does
   */
  String lines(Keeping keeping, Optional<FencingToken> fence) {
    return "run %s\nrevision %s\ncause %s\n%s%s"
        .formatted(
            run,
            revision.map(Revision::id).orElse("-"),
            cause,
            keeping.lines(),
            fence.map(token -> "fence " + token + "\n").orElse(""));
  }
}
