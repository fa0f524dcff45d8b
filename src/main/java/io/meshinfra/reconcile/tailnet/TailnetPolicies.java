package io.meshinfra.reconcile.tailnet;

import io.meshinfra.journal.AuditJournal;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.Revision;
import io.meshinfra.network.tailscale.PolicyMark;
import io.meshinfra.reconcile.tailnet.PolicyState.Status;
import io.meshinfra.tailnet.TailnetAnswer;
import io.meshinfra.tailnet.TailnetAnswer.Changed;
import io.meshinfra.tailnet.TailnetAnswer.Later;
import io.meshinfra.tailnet.TailnetAnswer.Refused;
import io.meshinfra.tailnet.TailnetAnswer.Told;
import io.meshinfra.tailnet.TailnetClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares the policy file of the tailnet with what follows from the revision in force, and puts
 * that. What somebody changed by hand is overwritten only by who says so, what was never written by
 * us only by a person who does.
 */
public final class TailnetPolicies {
  static final String DEED = "tailnet-policy-put";

  private final Optional<TailnetClient> client;
  private final Repository repository;
  private final AuditJournal audit;
  private final Path folder;
  private final Clock clock;

  /**
   * Where the policy file comes from.
   *
   * @param policy of a revision; empty when no node of it is in a tailnet
   */
  public record Repository(
      Supplier<Optional<Revision>> inForce, Function<Revision, Optional<String>> policy) {}

  /**
   * @param client empty when no credential is configured
   * @param folder in which what was replaced is kept
   */
  public TailnetPolicies(
      Optional<TailnetClient> client,
      Repository repository,
      AuditJournal audit,
      Path folder,
      Clock clock) {
    this.client = client;
    this.repository = repository;
    this.audit = audit;
    this.folder = folder;
    this.clock = clock;
  }

  public boolean isOn() {
    return client.isPresent();
  }

  /** How it is now; asks Tailscale. */
  public PolicyState look() {
    return look(repository.inForce().get());
  }

  private PolicyState look(Optional<Revision> revision) {
    if (client.isEmpty()) {
      return PolicyState.of(
          Status.OFF,
          revision,
          "no credential is configured; mesh.tailscale.api-key or mesh.tailscale.oauth-client-id"
              + " and oauth-client-secret name one");
    }
    Optional<Wanted> wanted = wanted(revision);
    return wanted.isEmpty()
        ? PolicyState.of(
            Status.NOTHING, revision, "no node of the revision in force has the back end tailscale")
        : look(client.get(), wanted.get());
  }

  private Optional<Wanted> wanted(Optional<Revision> revision) {
    return revision.flatMap(
        one -> repository.policy().apply(one).map(text -> new Wanted(one, text)));
  }

  private static PolicyState look(TailnetClient client, Wanted wanted) {
    Optional<Revision> revision = Optional.of(wanted.revision());
    return switch (client.read()) {
      case Told<TailnetClient.Held>(TailnetClient.Held held) -> wanted.beside(held.text());
      case Refused<TailnetClient.Held>(String reason) ->
          PolicyState.of(Status.UNKNOWN, revision, reason);
      case Changed<TailnetClient.Held>(String reason) ->
          PolicyState.of(Status.UNKNOWN, revision, reason);
      case Later<TailnetClient.Held>(String reason, Duration pause) ->
          PolicyState.of(Status.UNKNOWN, revision, reason);
    };
  }

  /**
   * Puts what follows from the revision in force. Tailscale validates it and runs its tests first.
   *
   * @param overwrite also what somebody wrote by hand
   */
  public PolicyPut put(Deed.By by, boolean overwrite) {
    return put(by, status -> way(status, overwrite));
  }

  /** The same without a person: never over what was not written by us, whenever it came there. */
  PolicyPut putBack(Deed.By by) {
    return put(
        by,
        status ->
            switch (status) {
              case OLDER -> Optional.of(Way.OVER_OURS);
              case EDITED -> Optional.of(Way.BACK);
              case FOREIGN, OFF, NOTHING, SYNCED, UNKNOWN -> Optional.empty();
            });
  }

  private static Optional<Way> way(Status status, boolean overwrite) {
    return switch (status) {
      case OFF, NOTHING, SYNCED, UNKNOWN -> Optional.empty();
      case OLDER -> Optional.of(Way.OVER_OURS);
      case EDITED -> Optional.of(Way.OVER_HAND_EDITS).filter(way -> overwrite);
      case FOREIGN -> Optional.of(overwrite ? Way.OVER_HAND_EDITS : Way.FIRST);
    };
  }

  private synchronized PolicyPut put(Deed.By by, Function<Status, Optional<Way>> ways) {
    Optional<Revision> revision = repository.inForce().get();
    PolicyState before = look(revision);
    Optional<Wanted> wanted = wanted(revision);
    if (wanted.isEmpty() || client.isEmpty()) {
      return new PolicyPut.Refused(before.reason());
    }
    return before.status() == Status.SYNCED
        ? new PolicyPut.NotNeeded("the policy file of the tailnet says so already")
        : ways.apply(before.status())
            .map(way -> put(client.get(), wanted.get(), by, way))
            .orElseGet(() -> new PolicyPut.Refused(before.reason()));
  }

  /** What may be replaced. */
  private enum Way {
    /** The file that every tailnet begins with, and nothing else. */
    FIRST,
    OVER_OURS,
    /** Ours, also where somebody changed it. */
    BACK,
    OVER_HAND_EDITS
  }

  private PolicyPut put(TailnetClient tailnet, Wanted wanted, Deed.By by, Way way) {
    TailnetAnswer<String> answer =
        tailnet
            .validate(wanted.text())
            .then(warnings -> tailnet.read())
            .then(held -> {
              if (!allowed(way, wanted, held)) {
                return new Changed<>("somebody has changed the policy file meanwhile; look again");
              }
              Optional<String> kept = keep(held.text());
              if (kept.isEmpty()) {
                return new Refused<>(
                    "what would be replaced cannot be kept in %s, so nothing was put"
                        .formatted(folder));
              }
              String words = words(way, wanted, held, kept.get());
              write(by, wanted, Deed.BEGUN, words);
              return (way == Way.FIRST
                      ? tailnet.putFirst(wanted.text())
                      : tailnet.put(wanted.text(), held))
                  .then(put -> new Told<>(words));
            });
    return switch (answer) {
      case Told<String>(String words) -> {
        write(by, wanted, Deed.DONE, words);
        yield new PolicyPut.Done(words);
      }
      case Refused<String>(String reason) -> refused(by, wanted, reason);
      case Later<String>(String reason, Duration pause) ->
          refused(by, wanted, reason + "; try again in %d s".formatted(pause.toSeconds()));
      case Changed<String>(String reason) ->
          refused(
              by,
              wanted,
              way == Way.FIRST
                  ? "the policy file was not written by mesh-infra and is not the one that a tailnet"
                      + " begins with; mesh net tailscale diff shows it, and when nothing of it is"
                      + " needed any more: mesh net tailscale put --overwrite-hand-edits"
                  : reason);
    };
  }

  /** It is judged again: between the look and now somebody may have written. */
  private static boolean allowed(Way way, Wanted wanted, TailnetClient.Held held) {
    return switch (wanted.beside(held.text()).status()) {
      case OLDER -> way != Way.FIRST;
      case EDITED -> way == Way.OVER_HAND_EDITS || way == Way.BACK;
      case FOREIGN -> way == Way.OVER_HAND_EDITS || way == Way.FIRST;
      case SYNCED, OFF, NOTHING, UNKNOWN -> false;
    };
  }

  private static String words(Way way, Wanted wanted, TailnetClient.Held held, String kept) {
    return "%s by %s%s; kept in %s"
        .formatted(
            digest(held.text()),
            digest(wanted.text()),
            switch (way) {
              case FIRST -> ", the first of this tailnet";
              case OVER_OURS -> "";
              case BACK, OVER_HAND_EDITS -> ", also what was written by hand";
            },
            kept);
  }

  private static String digest(String text) {
    return PolicyMark.digest(text).map(all -> all.substring(0, 12)).orElse("what is no HuJSON");
  }

  private Optional<String> keep(String text) {
    try {
      return Optional.of(new Replaced(folder).keep(text, clock.instant()).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private PolicyPut refused(Deed.By by, Wanted wanted, String reason) {
    write(by, wanted, "refused", reason);
    return new PolicyPut.Refused(reason);
  }

  private void write(Deed.By by, Wanted wanted, String outcome, String words) {
    audit.append(
        new Deed(
            by,
            DEED,
            Optional.empty(),
            Optional.empty(),
            Optional.of(wanted.revision()),
            outcome,
            words));
  }
}
