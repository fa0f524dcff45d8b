package io.meshinfra.forge.none;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.CommitStatus.State;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final Revision FIRST = new Revision("1".repeat(40));
  private static final Revision SECOND = new Revision("2".repeat(40));

  private static CommitStatus status(String context, State state) {
    return new CommitStatus(
        context, state, "3 \"nodes\"\n\u202e", Optional.of(URI.create("https://hub.example/1")));
  }

  private static Optional<Report> read(String text) {
    return Report.in(Map.of(Report.FILE, text));
  }

  @Test
  void shouldReadWhatItWrote() {
    Report report =
        Report.of(FIRST)
            .with("Drift on laptop", FIRST)
            .with(FIRST, status("mesh/plan", State.PENDING))
            .with(FIRST, status("mesh/scope", State.SUCCESS));
    assertEquals(Optional.of(report), read(report.text()));
  }

  @Test
  void shouldKeepTheLastStatusOfEachContext() {
    Report report =
        Report.of(FIRST)
            .with(FIRST, status("mesh/plan", State.PENDING))
            .with(FIRST, status("mesh/scope", State.SUCCESS))
            .with(FIRST, status("mesh/plan", State.FAILURE));
    assertEquals(Set.of("mesh/plan", "mesh/scope"), report.contexts().keySet());
    assertEquals("failure", report.contexts().get("mesh/plan").state());
  }

  @Test
  void shouldForgetWhatWasSaidOfAnotherHead() {
    Report report =
        Report.of(FIRST)
            .with("Drift", FIRST)
            .with(FIRST, status("mesh/scope", State.SUCCESS))
            .with(SECOND, status("mesh/plan", State.PENDING));
    assertEquals(SECOND, report.head());
    assertEquals(Set.of("mesh/plan"), report.contexts().keySet());
    assertEquals(Optional.of("Drift"), report.title());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"head\": \"HEAD\", \"contexts\": {}}",
        "{\"contexts\": {}}",
        "{\"head\": 1, \"contexts\": []}"
      })
  void shouldNotBelieveWhatItCannotRead(String text) {
    assertEquals(Optional.empty(), read(text));
  }

  @Test
  void shouldMakeATitlePrintable() {
    String text = "{\"head\": \"%s\", \"title\": \"a\\u001b[31m\\nb\", \"contexts\": {}}";
    assertEquals(
        Optional.of("a\\u001b[31m\\nb"), read(text.formatted(FIRST)).orElseThrow().title());
  }

  @Test
  void shouldTellThatThereIsNone() {
    assertEquals(Optional.empty(), Report.in(Map.of("plan.md", "{}")));
  }
}
