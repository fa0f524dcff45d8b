package io.meshinfra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Touching;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private static final NodeName NODE = new NodeName("laptop");
  private static final Revision REVISION = new Revision("a".repeat(40));

  @Test
  void shouldUndoTheLastGenerationWhenNobodySaysWhich() {
    Rollback.Answer.Possible possible = possible(Optional.empty(), 1, 2, 3);

    assertEquals(2, possible.to());
    assertEquals(List.of("generation:3"), titles(possible.plan()));
  }

  @Test
  void shouldNotTakeOneForTheLastThatTheGuardHasUndone() {
    List<Generation> kept = List.of(generation(1), generation(2), generation(3, true));

    Rollback.Answer answer =
        Rollback.plan(NODE, REVISION, Instant.EPOCH, kept, Optional.empty(), false);

    Rollback.Answer.Possible possible = assertInstanceOf(Rollback.Answer.Possible.class, answer);
    assertEquals(1, possible.to());
    assertEquals(List.of("generation:3", "generation:2"), titles(possible.plan()));
  }

  @Test
  void shouldSayThatTheGuardHasUndoneAll() {
    List<Generation> kept = List.of(generation(1, true));

    Rollback.Answer answer =
        Rollback.plan(NODE, REVISION, Instant.EPOCH, kept, Optional.empty(), false);

    assertTrue(
        assertInstanceOf(Rollback.Answer.Impossible.class, answer).reason().contains("the guard"));
  }

  @Test
  void shouldUndoTheNewestFirst() {
    assertEquals(
        List.of("generation:4", "generation:3", "generation:2"),
        titles(possible(Optional.of(1), 1, 2, 3, 4).plan()));
  }

  @Test
  void shouldGoBackToBeforeTheOldestThatIsKept() {
    assertEquals(3, possible(Optional.of(4), 5, 6, 7).plan().steps().size());
  }

  @Test
  void shouldRefuseWhatIsNotKeptAnyMore() {
    assertEquals(
        "the node does not keep all generations after 2 any more; the oldest to go back to is 4",
        impossible(Optional.of(2), 1, 5, 6));
  }

  @Test
  void shouldRefuseToGoNowhere() {
    assertTrue(impossible(Optional.of(3), 1, 2, 3).contains("not before the last one, which is 3"));
    assertTrue(impossible(Optional.empty()).contains("keeps no generation"));
    assertTrue(impossible(Optional.of(-1), 1).contains("oldest to go back to is 0"));
  }

  /** Policy looks at what is touched, whatever it is that touches it. */
  @Test
  @SuppressWarnings("unchecked")
  void shouldTellPolicyWhatItTouches() {
    Step step = possible(Optional.empty(), 1).plan().steps().getFirst();
    Resource<Generation> resource = (Resource<Generation>) step.changes().getFirst().resource();

    assertEquals(
        List.of("/etc/ssh/sshd_config"),
        ((Touching<Generation>) resource.type())
            .touches(resource.spec(), step.changes().getFirst().change())
            .paths());
  }

  @Test
  void shouldBeAnotherPlanWhenItIsForced() {
    List<Generation> kept = List.of(generation(1));

    Plan gentle = plan(kept, false);
    Plan forced = plan(kept, true);

    assertNotEquals(gentle.hash(), forced.hash());
    assertTrue(script(forced).contains("'1' 'force'"), script(forced));
    assertTrue(script(gentle).contains("'1' ''"), script(gentle));
  }

  private static String script(Plan plan) {
    return ((Action.RunShell) plan.steps().getFirst().actions().getFirst()).script().text();
  }

  private static Plan plan(List<Generation> kept, boolean force) {
    Rollback.Answer answer =
        Rollback.plan(NODE, REVISION, Instant.EPOCH, kept, Optional.empty(), force);
    return assertInstanceOf(Rollback.Answer.Possible.class, answer).plan();
  }

  private static Rollback.Answer.Possible possible(Optional<Integer> to, int... numbers) {
    return assertInstanceOf(Rollback.Answer.Possible.class, answer(to, numbers));
  }

  private static String impossible(Optional<Integer> to, int... numbers) {
    return assertInstanceOf(Rollback.Answer.Impossible.class, answer(to, numbers)).reason();
  }

  private static Rollback.Answer answer(Optional<Integer> to, int... numbers) {
    List<Generation> kept = IntStream.of(numbers).mapToObj(RollbackTest::generation).toList();
    return Rollback.plan(NODE, REVISION, Instant.EPOCH, kept, to, false);
  }

  private static List<String> titles(Plan plan) {
    return plan.steps().stream().map(Step::title).toList();
  }

  private static Generation generation(int number) {
    return generation(number, false);
  }

  private static Generation generation(int number, boolean undone) {
    return new Generation(
        number,
        Instant.EPOCH.plusSeconds(number),
        "run-" + number,
        Optional.of(REVISION),
        "applied",
        undone,
        OptionalLong.empty(),
        List.of(
            new Generation.Kept("changed", "/etc/ssh/sshd_config"),
            new Generation.Kept("unchanged", "/etc/motd"),
            new Generation.Kept("changed", "service ssh")));
  }
}
