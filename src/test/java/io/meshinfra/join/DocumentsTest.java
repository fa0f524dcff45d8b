package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.Content;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final String THREE = "# first\na: 1\n---\n# second\nb: 2\n--- # third\nc: 3\n";

  private static Optional<String> without(String text, int index) {
    return Documents.without("f.yaml", Content.of(text), index).flatMap(Content::text);
  }

  @Test
  void shouldTakeOneOutAndLeaveTheOthersAsTheyAre() {
    assertEquals(Optional.of("# second\nb: 2\n--- # third\nc: 3\n"), without(THREE, 0));
    assertEquals(Optional.of("# first\na: 1\n--- # third\nc: 3\n"), without(THREE, 1));
    assertEquals(Optional.of("# first\na: 1\n---\n# second\nb: 2\n"), without(THREE, 2));
  }

  @Test
  void shouldLeaveNothingOfAFileWithOne() {
    assertEquals(Optional.empty(), without("a: 1\n", 0));
    assertEquals(Optional.empty(), without("---\na: 1\n", 0));
    assertEquals(Optional.empty(), without("# note\n\n---\na: 1\n", 0));
  }

  @Test
  void shouldLeaveAFileWhoseDocumentsItDoesNotSee() {
    assertEquals(Optional.of("a: 1\n...\nb: 2\n"), without("a: 1\n...\nb: 2\n", 1));
  }

  @Test
  void shouldNotTakeTextForASeparator() {
    assertEquals(Optional.of("b: 2\n"), without("a: |\n  ---\n  text\n---\nb: 2\n", 0));
  }
}
