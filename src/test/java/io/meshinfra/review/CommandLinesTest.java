package io.meshinfra.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
  private static List<String> read(String comment) {
    return CommandLines.of(comment).stream().map(Command::text).toList();
  }

  @Test
  void shouldFindEveryCommandOnALineOfItsOwn() {
    String comment =
        """
        Looks good to me.
        mesh approve
        mesh approve hub-1
        mesh apply hub-1\t
        and again:
        mesh plan
        mesh help
        mesh plan
        """;

    assertEquals(
        List.of("mesh approve", "mesh approve hub-1", "mesh apply hub-1", "mesh plan", "mesh help"),
        read(comment));
    assertEquals(List.of("mesh plan"), read("mesh plan\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " mesh plan",
        "> mesh plan",
        "- mesh plan",
        "`mesh plan`",
        "Mesh plan",
        "mesh  plan",
        "mesh plan now",
        "mesh apply",
        "mesh approve hub laptop",
        "mesh approve HUB",
        "mesh approve ../hub",
        "mesh approve -hub",
        "mesh destroy",
        "please mesh plan",
        "mesh\u00a0plan",
        "mesh plan\u200b",
        "<!-- mesh plan -->",
        ""
      })
  void shouldNotTakeForACommandWhatIsNot(String line) {
    assertEquals(List.of(), read(line));
    assertEquals(List.of("mesh help"), read(line + "\n\nmesh help"), line);
  }

  @Test
  void shouldLeaveOutWhatIsInACodeBlock() {
    assertEquals(List.of("mesh help"), read("```\nmesh plan\n```\nmesh help"));
    assertEquals(List.of(), read("````sh\nmesh plan\n```\nmesh plan\n~~~~\nmesh plan"));
    assertEquals(List.of("mesh help"), read("~~~\nmesh plan\n~~~~\nmesh help"));
    assertEquals(List.of(), read("```\nmesh plan\n``` not closed\nmesh plan"));
  }

  @Test
  void shouldLeaveOutAQuoteToItsEnd() {
    assertEquals(List.of("mesh help"), read("> she wrote\nmesh plan\n\nmesh help"));
  }

  @Test
  void shouldLeaveOutWhatNobodySees() {
    assertEquals(List.of("mesh help"), read("<!--\nmesh approve\n-->\nmesh help"));
    assertEquals(List.of(), read("text <!-- x --> <!--\nmesh approve"));
  }

  @Test
  void shouldTakeNoMoreThanSomebodyMeans() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      many.append("mesh approve n-").append(i).append('\n');
    }
    assertEquals(10, read(many.toString()).size());
  }
}
