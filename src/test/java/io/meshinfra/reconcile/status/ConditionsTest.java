package io.meshinfra.reconcile.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Presence;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.rollout.Condition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What statuses mean to rollouts. */
class ConditionsTest {
  private static final NodeName A = new NodeName("a");

  private final StatusBoard board = new StatusBoard();
  private final Conditions conditions = new Conditions(board);

  ConditionsTest() {
    board.follow(FleetOf.at(FleetOf.OLD, "a").nodes().values());
  }

  private void settles(Health health) {
    board.update(
        A,
        status ->
            status
                .with(SyncStatus.SYNCED, health, "")
                .nextPassAt(Optional.of(Instant.parse("2026-03-02T12:00:00Z"))));
  }

  private Condition condition() {
    return conditions.all().get(A);
  }

  @Test
  void shouldKnowNothingBeforeTheFirstLook() {
    assertEquals(Map.of(A, Condition.UNKNOWN), conditions.all());
  }

  @Test
  void shouldTellIllnessFromAbsence() {
    settles(Health.HEALTHY);
    assertEquals(Condition.WELL, condition());
    settles(Health.PROGRESSING);
    assertEquals(Condition.WELL, condition());
    settles(Health.DEGRADED);
    assertEquals(Condition.UNHEALTHY, condition());
    settles(Health.AWAY);
    assertEquals(Condition.UNHEALTHY, condition(), "it is always on");
    board.update(
        A, status -> status.describedAs(Map.of(), Presence.ON_DEMAND.toString(), Mode.ENFORCE));
    assertEquals(Condition.AWAY, condition());
    settles(Health.SUSPENDED);
    assertEquals(Condition.SUSPENDED, condition());
  }

  @Test
  void shouldNotTakeALookForRecovery() {
    settles(Health.DEGRADED);
    assertEquals(Condition.UNHEALTHY, condition());

    board.update(A, StatusRules::begun);

    assertEquals(Condition.UNHEALTHY, condition());
  }
}
