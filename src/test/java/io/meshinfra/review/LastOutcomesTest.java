package io.meshinfra.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.NodeOutcome.Ending;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastOutcomesTest {
  private static final NodeName HUB = new NodeName("hub");
  private static final Revision OLD = new Revision("1".repeat(40));
  private static final Revision MERGED = new Revision("2".repeat(40));
  private static final Revision LATER = new Revision("3".repeat(40));

  private final LastOutcomes last = new LastOutcomes();

  private static NodeOutcome outcome(Ending ending) {
    return new NodeOutcome(HUB, ending, "", Optional.empty());
  }

  private Optional<NodeOutcome> sinceMerge() {
    return last.of(HUB, revision -> !revision.equals(OLD));
  }

  @Test
  void shouldKnowNothingOfPassesBeforeTheMerge() {
    last.ended(OLD, outcome(Ending.CONVERGED));

    assertEquals(Optional.empty(), sinceMerge());
    assertEquals(Optional.empty(), last.of(new NodeName("laptop"), revision -> true));
  }

  @Test
  void shouldTellThatItConvergedThoughLaterPassesFoundItInSync() {
    last.ended(MERGED, outcome(Ending.CONVERGED));
    last.ended(MERGED, outcome(Ending.IN_SYNC));
    last.ended(LATER, outcome(Ending.IN_SYNC));

    assertEquals(Optional.of(outcome(Ending.CONVERGED)), sinceMerge());
  }

  @Test
  void shouldTellTheLastOfThoseThatDidNotArrive() {
    last.ended(LATER, outcome(Ending.AWAY));
    last.ended(MERGED, outcome(Ending.FAILED));

    assertEquals(Optional.of(outcome(Ending.FAILED)), sinceMerge());
  }

  @Test
  void shouldForgetTheOldestRevisions() {
    last.ended(MERGED, outcome(Ending.CONVERGED));
    for (char digit : "456789ab".toCharArray()) {
      last.ended(new Revision(String.valueOf(digit).repeat(40)), outcome(Ending.FAILED));
    }

    assertEquals(Optional.empty(), last.of(HUB, MERGED::equals));
  }
}
