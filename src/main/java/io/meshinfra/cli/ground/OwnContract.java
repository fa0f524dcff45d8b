package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.session.ContractFiles;
import io.meshinfra.session.ContractFiles.Reading;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.source.WorkingCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contract that somebody here works under.
 *
 * @param isMerged whether the branch of the remote, as it was last fetched, has it
 */
record OwnContract(SessionContract contract, boolean isMerged) {
  private static final List<String> BRANCHES =
      List.of("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master");

  /**
   * @throws Failure when there is none, more than one, or none that can be read
   */
  static OwnContract find(WorkingCopy copy, Optional<String> named, Instant now)
      throws UnreadableFile {
    DirectoryTree files = Place.files(copy);
    SessionId id = named.isPresent() ? parsed(named.get()) : only(files, now);
    Optional<FileTree> branch = branch(copy);
    Optional<SessionContract> merged = branch.flatMap(tree -> valid(tree, id));
    SessionContract contract =
        merged
            .or(() -> committed(copy).flatMap(tree -> valid(tree, id)))
            .orElseGet(() -> readable(files, id));
    return new OwnContract(contract, merged.isPresent());
  }

  private static SessionId parsed(String text) {
    try {
      return SessionId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private static SessionId only(FileTree files, Instant now) {
    List<SessionId> living = new ArrayList<>();
    List<SessionId> all = ContractFiles.ids(files);
    for (SessionId id : all) {
      if (!(ContractFiles.find(files, id).orElseThrow() instanceof Reading.Valid valid)
          || !valid.contract().life().isOver(now)) {
        living.add(id);
      }
    }
    if (living.isEmpty()) {
      throw new Failure(
          all.isEmpty()
              ? "there is no session here; propose one: mesh ground plan --agent NAME --include GLOB"
              : "all sessions here are over; begin a new one: mesh ground plan");
    }
    if (living.size() > 1) {
      throw new Failure("there are several sessions, say which: --session " + living.getLast());
    }
    return living.getFirst();
  }

  private static Optional<FileTree> branch(WorkingCopy copy) throws UnreadableFile {
    for (String name : BRANCHES) {
      Optional<Revision> revision = copy.revisionOf(name);
      if (revision.isPresent()) {
        return Optional.of(copy.tree(revision.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<FileTree> committed(WorkingCopy copy) {
    try {
      Optional<Revision> head = copy.head();
      return head.isEmpty() ? Optional.empty() : Optional.of(copy.tree(head.get()));
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  private static Optional<SessionContract> valid(FileTree tree, SessionId id) {
    return ContractFiles.find(tree, id).map(reading -> orFail(id, reading));
  }

  private static SessionContract readable(FileTree files, SessionId id) {
    return valid(files, id)
        .orElseThrow(() -> new Failure("there is no contract " + Printable.line(id.path())));
  }

  private static SessionContract orFail(SessionId id, Reading reading) {
    return switch (reading) {
      case Reading.Valid valid -> valid.contract();
      case Reading.Faulty faulty ->
          throw new Failure("the contract %s allows nothing: %s".formatted(id, faulty.reason()));
    };
  }

  /** Whether the hub would judge by it; false also when the hub cannot be asked. */
  boolean counts(HubApi hub) {
    if (isMerged) {
      return true;
    }
    try {
      for (JsonNode session : hub.agents().sessions().path("sessions")) {
        if (session.path("id").asText().equals(contract.id().value())) {
          return !session.path("origin").asText().equals("none");
        }
      }
      return false;
    } catch (Failure e) {
      return false;
    }
  }

  String headline(Instant now) {
    Duration left = Duration.between(now, contract.life().expires());
    String time =
        left.isNegative()
            ? "is over since " + contract.life().expires()
            : "has %dh%02dm left".formatted(left.toHours(), left.toMinutesPart());
    return "session %s of %s %s".formatted(contract.id(), contract.agent(), time);
  }
}
