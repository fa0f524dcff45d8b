package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PruneTest {
  @Test
  void shouldReadWhatIsWritten() {
    for (String word : List.of("true", "false", "unattended")) {
      assertEquals(word, Prune.parse(word).toString());
    }
    assertThrows(IllegalArgumentException.class, () -> Prune.parse("yes"));
  }

  @Test
  void shouldTakeTheStricterOfWhatIsSaid() {
    assertEquals(Prune.NEVER, Prune.ASK.stricter(Prune.NEVER));
    assertEquals(Prune.ASK, Prune.UNATTENDED.stricter(Prune.ASK));
    assertEquals(Optional.of(Prune.ASK), Prune.stricter(Optional.empty(), Optional.of(Prune.ASK)));
    assertEquals(Optional.empty(), Prune.stricter(Optional.empty(), Optional.empty()));
  }
}
