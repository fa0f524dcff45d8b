package io.meshinfra.reconcile.agent;

import io.meshinfra.journal.SessionJournal;
import io.meshinfra.journal.SessionJournal.Issued;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.session.ContractFiles;
import io.meshinfra.session.ContractFiles.Reading;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Knows which contracts count: those that people merged into the branch, and those that an operator
 * had the hub issue. A contract that only comes along with the commits it covers is none.
 */
public final class ContractRegister {
  private static final int MOST_LISTED = 500;

  private final SessionJournal journal;
  private final Trusted trusted;
  private final AgentEvents events;
  private final Clock clock;

  /** The files of the revision in force. */
  @FunctionalInterface
  public interface Trusted {
    /** Empty while nothing is in force. */
    Optional<FileTree> tree() throws UnreadableFile;
  }

  ContractRegister(SessionJournal journal, Trusted trusted, AgentEvents events, Clock clock) {
    this.journal = journal;
    this.trusted = trusted;
    this.events = events;
    this.clock = clock;
  }

  /** Whether there is a contract to judge by. */
  public sealed interface Standing {
    /** It counts, though it may be over. */
    record Counts(SessionContract contract, String origin) implements Standing {}

    /** Nothing is allowed. */
    record None(String reason) implements Standing {}
  }

  /**
   * The contract of a session, as people agreed to it.
   *
   * @param tree the branch without the commits that are judged
   */
  Standing standing(SessionId id, Optional<FileTree> tree) {
    Optional<Issued> issued = journal.find(id);
    Optional<Reading> merged = tree.flatMap(files -> ContractFiles.find(files, id));
    if (issued.isEmpty() && merged.isEmpty()) {
      return new Standing.None(
          ("there is no contract of session %s that counts: it is not on the branch%s and the hub"
                  + " did not issue it; an operator can: mesh session issue %s")
              .formatted(
                  id, tree.map(t -> " at " + t.revision().abbreviated()).orElse(""), id.path()));
    }
    if (merged.isPresent() && merged.get() instanceof Reading.Faulty faulty) {
      return new Standing.None("its contract allows nothing: " + faulty.reason());
    }
    return issued.isEmpty()
        ? new Standing.Counts(((Reading.Valid) merged.get()).contract(), "merged")
        : both(issued.get(), merged.map(reading -> ((Reading.Valid) reading).contract()));
  }

  private static Standing both(Issued issued, Optional<SessionContract> merged) {
    Content text = Content.of(issued.text());
    if (merged.isPresent() && !merged.get().text().equals(text)) {
      return new Standing.None(
          "the contract %s on the branch is not the one that the hub issued"
              .formatted(issued.id()));
    }
    return switch (ContractFiles.read(issued.id().path(), text)) {
      case Reading.Valid valid ->
          new Standing.Counts(
              issued.endedAt().map(valid.contract()::endedAt).orElse(valid.contract()), "issued");
      case Reading.Faulty faulty -> new Standing.None(faulty.reason());
    };
  }

  /** By the revision in force; never throws, fails closed. */
  Standing standing(SessionId id) {
    try {
      return standing(id, trusted.tree());
    } catch (UnreadableFile e) {
      return new Standing.None("the revision in force cannot be read: " + e.getMessage());
    }
  }

  /**
   * The contract, if it counts and is not over.
   *
   * @throws AgentRefusal.NotPossible with the reason otherwise
   */
  SessionContract living(SessionId id) {
    return switch (standing(id)) {
      case Standing.None none -> throw new AgentRefusal.NotPossible(none.reason());
      case Standing.Counts counts -> {
        Instant end = counts.contract().life().expires();
        if (counts.contract().life().isOver(clock.instant())) {
          throw new AgentRefusal.NotPossible("the contract %s expired at %s".formatted(id, end));
        }
        yield counts.contract();
      }
    };
  }

  /**
   * The same for whoever acts by it.
   *
   * @throws AgentRefusal.NotAllowed with the reason otherwise
   */
  public SessionContract counting(SessionId id) {
    try {
      return living(id);
    } catch (AgentRefusal.NotPossible e) {
      throw new AgentRefusal.NotAllowed(e.getMessage());
    }
  }

  /**
   * Makes a contract count without a merge.
   *
   * @param path of its file, which its name is in
   * @throws AgentRefusal.NotPossible when it is faulty, over, or another one has its name
   */
  public SessionContract issue(String path, String text, String by) {
    SessionContract contract =
        switch (ContractFiles.read(path, Content.of(text))) {
          case Reading.Valid valid -> valid.contract();
          case Reading.Faulty faulty -> throw new AgentRefusal.NotPossible(faulty.reason());
        };
    Instant now = clock.instant();
    if (contract.life().isOver(now)) {
      throw new AgentRefusal.NotPossible(
          "the contract expired at %s: begin a new session".formatted(contract.life().expires()));
    }
    if (contract.life().expires().isAfter(now.plus(SessionContract.LONGEST_LIFE))) {
      throw new AgentRefusal.NotPossible(
          "the contract expires at %s, more than 24 hours from now"
              .formatted(contract.life().expires()));
    }
    if (!journal.issue(contract.id(), text, by)) {
      refuseAnother(contract);
      return contract;
    }
    events.tell(
        "session-issued",
        "%s of agent %s, until %s, by %s"
            .formatted(
                contract.id(), contract.agent(), contract.life().expires(), Printable.line(by)));
    return contract;
  }

  private void refuseAnother(SessionContract contract) {
    Issued before = journal.find(contract.id()).orElseThrow();
    if (before.endedAt().isPresent() || !Content.of(before.text()).equals(contract.text())) {
      throw new AgentRefusal.NotPossible(
          "there was a contract %s already, and it is not changed or taken up again: begin a new"
                  .formatted(contract.id())
              + " session");
    }
  }

  /**
   * Whether it was not ended before. One that was merged is ended by removing its file.
   *
   * @throws AgentRefusal.NotThere when the hub issued no such contract
   */
  public boolean end(SessionId id, String by) {
    if (journal.find(id).isEmpty()) {
      throw new AgentRefusal.NotThere(
          "the hub issued no contract %s; one on the branch is ended by removing %s there"
              .formatted(id, id.path()));
    }
    boolean was = journal.end(id, by);
    if (was) {
      events.tell("session-ended", "%s, by %s".formatted(id, Printable.line(by)));
    }
    return was;
  }

  /** A session with its contract, or with what is wrong with it. */
  public record Listed(SessionId id, Standing standing) {}

  /** Sessions on the branch, and those issued within the last days; the newest first. */
  public List<Listed> all() throws UnreadableFile {
    Optional<FileTree> tree = trusted.tree();
    TreeSet<SessionId> ids = new TreeSet<>();
    tree.ifPresent(files -> ids.addAll(ContractFiles.ids(files)));
    Instant begin = clock.instant().minus(SessionContract.LONGEST_LIFE.multipliedBy(2));
    journal.since(begin, MOST_LISTED).forEach(issued -> ids.add(issued.id()));
    List<Listed> all = new ArrayList<>();
    for (SessionId id : ids.descendingSet().stream().limit(MOST_LISTED).toList()) {
      all.add(new Listed(id, standing(id, tree)));
    }
    return all;
  }
}
