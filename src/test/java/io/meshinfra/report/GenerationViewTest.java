package io.meshinfra.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.plan.Generation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GenerationViewTest {
  @Test
  void shouldTellWhatWasChangedOnceAndNotWhatWasLeft() {
    Generation generation =
        new Generation(
            3,
            Instant.EPOCH,
            "run",
            Optional.of(new Revision("a".repeat(40))),
            "applied",
            true,
            OptionalLong.of(4096),
            List.of(
                new Generation.Kept("changed", "/etc/x"),
                new Generation.Kept("changed", "/etc/x"),
                new Generation.Kept("unchanged", "/etc/y")));

    GenerationView view = GenerationView.all(List.of(generation)).getFirst();

    assertEquals(List.of(new GenerationView.KeptView("changed", "/etc/x")), view.changed());
    assertEquals(Optional.of("a".repeat(40)), view.revision());
    assertTrue(view.undoneByGuard());
  }
}
