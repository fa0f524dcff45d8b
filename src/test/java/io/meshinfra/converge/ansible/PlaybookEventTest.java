package io.meshinfra.converge.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.converge.ansible.PlaybookEvent.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookEventTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Optional<PlaybookEvent> read(String line) {
    return PlaybookEvent.read(line, "@mesh-1", JSON);
  }

  @Test
  void shouldReadWhatThePluginPrints() {
    assertEquals(
        Optional.of(new PlaybookEvent.Result(Status.CHANGED, "Write", true, "", "+a")),
        read(
            "@mesh-1 {\"event\": \"result\", \"status\": \"changed\", \"task\": \"Write\","
                + " \"changed\": true, \"message\": \"\", \"diff\": \"+a\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PLAY [all] ***",
        "{\"event\": \"end\"}",
        "@mesh-2 {\"event\": \"end\"}",
        "@mesh-1",
        "@mesh-1 ",
        "@mesh-1 {\"event\": ",
        "@mesh-1 []",
        "@mesh-1 null",
        "@mesh-1 {\"event\": 7}",
        "@mesh-1 {\"event\": {\"event\": \"end\"}}",
        "@mesh-1 {\"event\": \"result\", \"status\": \"wonderful\"}"
      })
  void shouldIgnoreWhatIsNotAnEvent(String line) {
    assertEquals(Optional.empty(), read(line));
  }

  @Test
  void shouldIgnoreNestingWithoutEnd() {
    assertEquals(Optional.empty(), read("@mesh-1 " + "[".repeat(60_000)));
  }

  @Test
  void shouldKeepTheRecapBoundedAndPrintable() {
    List<String> progress = new CopyOnWriteArrayList<>();
    Recap recap = new Recap(progress::add);
    String hostile = "\u001b[31m\u202e\r\n\ud800" + "x".repeat(5000);
    for (int i = 0; i < 5000; i++) {
      recap.add(new PlaybookEvent.Result(Status.CHANGED, hostile, true, hostile, hostile));
    }
    recap.add(new PlaybookEvent.Result(Status.FAILED, hostile, false, hostile, hostile));

    String text = recap.text(recap.failure());
    assertTrue(text.length() <= 4096, () -> "" + text.length());
    assertTrue(recap.changes().size() <= 200);
    assertEquals(-1, text.indexOf('\u001b'));
    assertTrue(progress.stream().allMatch(line -> line.length() < 1000 && !line.contains("\n")));
  }
}
