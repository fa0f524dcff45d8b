package io.meshinfra.forge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final Kept kept = new Kept();

  private static Reply tagged(String tag, int size) {
    return new Reply(200, Map.of("ETag", tag), new byte[size]);
  }

  private Optional<String> tag(String question) {
    return kept.get(question).map(Kept.Tagged::tag);
  }

  @Test
  void shouldKeepTheLastAnswer() {
    kept.keep("open", tagged("one", 1));
    kept.keep("open", tagged("two", 1));
    assertEquals(Optional.of("two"), tag("open"));
    assertEquals(Optional.empty(), tag("other"));
  }

  /** An old answer with a tag that the forge does not give any more would be wrong for ever. */
  @Test
  void shouldForgetWhatIsNotTaggedAnyMore() {
    kept.keep("open", tagged("one", 1));
    kept.keep("open", new Reply(200, Map.of(), new byte[1]));
    assertEquals(Optional.empty(), tag("open"));
  }

  @Test
  void shouldKeepNeitherLargeAnswersNorLongTags() {
    kept.keep("open", tagged("one", 1 << 20));
    assertEquals(Optional.empty(), tag("open"));
    kept.keep("open", tagged("x".repeat(5000), 1));
    assertEquals(Optional.empty(), tag("open"));
  }

  @Test
  void shouldForgetWhatNobodyAskedForLongest() {
    kept.keep("open", tagged("one", 1));
    for (int i = 0; i < 200; i++) {
      kept.keep("pull " + i, tagged("x", 1));
      assertTrue(tag("open").isPresent(), "asked for all the time");
    }
    assertEquals(Optional.empty(), tag("pull 0"));
    assertTrue(tag("pull 199").isPresent());
  }
}
