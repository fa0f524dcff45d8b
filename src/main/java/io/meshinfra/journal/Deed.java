package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that was done, by whom and with what outcome, for the audit. Never a secret, never
 * output of a node.
 *
 * @param what one word to filter by, like {@code node-suspended}
 * @param outcome one word: done, begun, refused, or what came of a run
 */
public record Deed(
    By by,
    String what,
    Optional<NodeName> node,
    Optional<RunId> run,
    Optional<Revision> revision,
    String outcome,
    String detail) {
  public static final String DONE = "done";

  /** It is written down before it is done: a hub that is killed meanwhile leaves this. */
  public static final String BEGUN = "begun";

  /** Who or what. */
  public record By(Kind kind, String name) {

    /** A person with the operator's token, by the name that this person gave. */
    public static By person(String name) {
      return new By(Kind.PERSON, name);
    }

    /** An assistant, by its token and contract. */
    public static By agent(String owner) {
      return new By(Kind.AGENT, owner);
    }

    /** The hub by itself. */
    public static By hub(String why) {
      return new By(Kind.HUB, why);
    }
  }

  public enum Kind {
    PERSON,
    AGENT,
    HUB;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Something that is done with the row that tells of it. */
  static Deed done(By by, String what, String detail) {
    return new Deed(by, what, Optional.empty(), Optional.empty(), Optional.empty(), DONE, detail);
  }

  /** The same, of something that begins now. */
  public static Deed begun(By by, String what, String detail) {
    return done(by, what, detail).withOutcome(BEGUN);
  }

  /**
   * Somebody wants passes now.
   *
   * @param nodes all when there are none
   * @param insist also on a plan that did not help before
   */
  public static Deed asked(By by, List<NodeName> nodes, boolean insist) {
    String names =
        nodes.isEmpty()
            ? "all nodes"
            : nodes.stream().map(NodeName::value).collect(Collectors.joining(", "));
    return begun(by, "reconcile-asked", insist ? names + ", also what did not help before" : names);
  }

  public Deed at(NodeName place) {
    return new Deed(by, what, Optional.of(place), run, revision, outcome, detail);
  }

  Deed of(RunId id) {
    return new Deed(by, what, node, Optional.of(id), revision, outcome, detail);
  }

  Deed of(Revision commit) {
    return new Deed(by, what, node, run, Optional.of(commit), outcome, detail);
  }

  Deed withOutcome(String word) {
    return new Deed(by, what, node, run, revision, word, detail);
  }
}
