package io.meshinfra.converge.alone;

import io.meshinfra.converge.seal.SealedCatalog;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Catalog;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves a catalog on a node, for the day on which there is no hub, and takes it away again. */
public final class NodeAlone {
  /** It ends with a look of the node at itself. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final long LARGEST_ANSWER = 64L * 1024;

  private final Transport transport;
  private final Sealing sealing;
  private final Clock clock;

  public NodeAlone(Transport transport, Sealing sealing, Clock clock) {
    this.transport = transport;
    this.sealing = sealing;
    this.clock = clock;
  }

  /**
   * How a node works alone.
   *
   * @param stepLimit after which it stops a step
   * @param keeping which generations it keeps
   * @param largest how many bytes the texts of all steps may have; resources beyond are only
   *     verified
   */
  public record Settings(Duration stepLimit, Keeping keeping, long largest) {}

  /** What the node answers. */
  public sealed interface Answer {
    /** It has this now. */
    record Left(Facts.Alone alone) implements Answer {}

    /** It has nothing any more. */
    record Removed() implements Answer {}

    /** It has what it had before, or nothing. */
    record NotNow(String reason) implements Answer {}
  }

  /** Whether the node has this catalog already, of whatever revision. */
  public static boolean has(Facts facts, Catalog catalog, Settings settings) {
    return facts
        .alone()
        .map(alone -> alone.key().equals(LeftKey.of(catalog, facts, settings)))
        .orElse(false);
  }

  /**
   * @param catalog of which the node was just seen to be in sync
   * @param facts of the same look
   */
  public Answer leave(Target target, Catalog catalog, Facts facts, Settings settings) {
    String key = LeftKey.of(catalog, facts, settings);
    SealedCatalog sealed = sealing.seal(catalog);
    String mark = "@mesh-" + key.substring(0, 32) + ":";
    LeftCatalog left = LeftCatalog.of(sealed, facts, mark, settings.largest());
    List<String> about =
        List.of(
            "node " + catalog.node(),
            "at " + clock.instant().getEpochSecond(),
            settings.keeping().lines().stripTrailing(),
            "limit " + settings.stepLimit().toSeconds(),
            "mark " + mark);
    Facts.Alone alone = new Facts.Alone(key, catalog.revision(), catalog.resources().size(), 0);
    return ask(target, LeaveScripts.leave(left, about, line(alone)), Optional.of(alone));
  }

  /** Only the revision is another one. */
  public Answer renew(Target target, Facts.Alone had, Revision revision) {
    Facts.Alone alone = new Facts.Alone(had.key(), revision, had.resources(), had.unproved());
    return ask(target, LeaveScripts.renew(had.key(), line(alone)), Optional.of(alone));
  }

  public Answer remove(Target target) {
    return ask(target, LeaveScripts.remove(), Optional.empty());
  }

  /** The node adds what it does not read as the hub does. */
  private static String line(Facts.Alone alone) {
    return "%s %s %d".formatted(alone.key(), alone.revision(), alone.resources());
  }

  private Answer ask(Target target, ShellScript script, Optional<Facts.Alone> alone) {
    List<String> lines = new ArrayList<>();
    Reply reply = transport.run(target, new Request(script, LONGEST, LARGEST_ANSWER, lines::add));
    return switch (reply) {
      case Reply.Ended ended -> answer(lines, ended.errors(), alone);
      case Reply.Unreachable away -> new Answer.NotNow("the node is away: " + away.reason());
      case Reply.Refused refused -> new Answer.NotNow(refused.reason());
      case Reply.Broken broken -> new Answer.NotNow(broken.reason());
    };
  }

  private static Answer answer(List<String> lines, String errors, Optional<Facts.Alone> alone) {
    String last = lines.isEmpty() ? "" : lines.getLast();
    if (alone.isPresent() && last.matches("left [0-9]{1,6}")) {
      int unproved = Integer.parseInt(last.substring("left ".length()));
      Facts.Alone was = alone.get();
      return new Answer.Left(new Facts.Alone(was.key(), was.revision(), was.resources(), unproved));
    }
    if (alone.isEmpty() && last.equals("removed")) {
      return new Answer.Removed();
    }
    return new Answer.NotNow(Printable.line(last.isEmpty() ? errors.strip() : last));
  }
}
