package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.plan.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationLinesTest {
  private static final String ONE = "generation\t1\t1700000000\trun-1-long\t-\tapplied\t-";

  @Test
  void shouldReadTheNewestFirst() {
    List<Generation> all =
        GenerationLines.read(
            List.of(
                ONE,
                "kept\t1\tmade\t/etc/x",
                "generation\t2\t1700000001\trun-2-long\t" + "c".repeat(40) + "\tapplied\t-"));

    assertEquals(List.of(2, 1), all.stream().map(Generation::number).toList());
    assertEquals(List.of(new Generation.Kept("made", "/etc/x")), all.getLast().kept());
    assertEquals(Optional.empty(), all.getLast().revision());
    assertTrue(all.getFirst().revision().isPresent());
  }

  @Test
  void shouldTellWhatTheGuardHasUndone() {
    Generation one =
        GenerationLines.read(List.of("generation\t1\t1700000000\trun\t-\tapplied\tguard"))
            .getFirst();

    assertTrue(one.undone());
    assertFalse(GenerationLines.read(List.of(ONE)).getFirst().undone());
  }

  @Test
  void shouldReadHowMuchRoomItTakesWhereTheNodeTells() {
    Generation told = GenerationLines.read(List.of(ONE + "\t1200")).getFirst();

    assertEquals(OptionalLong.of(1200 * 1024), told.size());
    assertEquals(OptionalLong.empty(), GenerationLines.read(List.of(ONE)).getFirst().size());
    assertEquals(
        OptionalLong.empty(),
        GenerationLines.read(List.of(ONE + "\t99999999999999999999")).getFirst().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "generation",
        "generation\t-1\t1700000000\trun\t-\tx\t-",
        "generation\t1\tyesterday\trun\t-\tx\t-",
        "generation\t99999999999\t1700000000\trun\t-\tx\t-",
        "generation\t1\t1700000000\trun\t-\tx",
        "kept\t7\tmade\t/etc/x",
        "kept\tx\tmade\t/etc/x"
      })
  void shouldDropWhatItDoesNotUnderstand(String line) {
    assertEquals(List.of(), GenerationLines.read(List.of(line)));
  }

  @Test
  void shouldNotShowControlCharactersOfTheNode() {
    Generation one =
        GenerationLines.read(List.of(ONE, "kept\t1\tmade\u001b[2J\t/etc/\u0007x")).getFirst();

    assertFalse(one.toString().chars().anyMatch(Character::isISOControl));
  }

  @Test
  void shouldTakeNoMoreThanIsReasonable() {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= 2_000; i++) {
      lines.add("generation\t" + i + "\t1700000000\trun\t-\tx\t-");
    }

    assertEquals(1_000, GenerationLines.read(lines).size());
  }
}
