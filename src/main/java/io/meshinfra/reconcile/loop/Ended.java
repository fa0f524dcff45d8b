package io.meshinfra.reconcile.loop;

import io.meshinfra.journal.Suspension;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.presence.Attendance;
import java.util.concurrent.CompletableFuture;

/** What came of a pass that was due. */
sealed interface Ended {

  /** It was made, however it went. */
  record Made(Pass pass) implements Ended {}

  /** None was made, because nobody answered the knock. */
  record StayedAway(Attendance attendance) implements Ended {}

  /** None was made, because a person wants the node left alone. */
  record Suspended(Suspension suspension) implements Ended {}

  /** None was made, and nothing is wrong. */
  record NotMade(String reason) implements Ended {}

  /** The hub itself failed. */
  record Broke(RuntimeException why) implements Ended {}

  /** Whether the node was called. */
  default boolean hasTried() {
    return switch (this) {
      case Made made -> true;
      case StayedAway away -> true;
      case Suspended suspended -> false;
      case NotMade notMade -> false;
      case Broke broke -> false;
    };
  }

  /** Tells whoever waits for it. */
  default void tell(CompletableFuture<Pass> waiting) {
    switch (this) {
      case Made made -> waiting.complete(made.pass());
      case StayedAway away ->
          waiting.completeExceptionally(
              new IllegalStateException("no pass was made: " + away.attendance().reason()));
      case Suspended suspended ->
          waiting.completeExceptionally(
              new IllegalStateException(
                  "no pass was made: suspended by " + suspended.suspension().by()));
      case NotMade notMade ->
          waiting.completeExceptionally(
              new IllegalStateException("no pass was made: " + notMade.reason()));
      case Broke broke -> waiting.completeExceptionally(broke.why());
    }
  }
}
