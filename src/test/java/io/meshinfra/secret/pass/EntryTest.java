package io.meshinfra.secret.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final String TEXT = "hunter2\nuser: app\nurl: https://x:1/\nuser: second\n";

  @ParameterizedTest
  @CsvSource({"web/db, hunter2", "web/db#user, app", "web/db#url, https://x:1/"})
  void shouldTellThePartThatIsAskedFor(String name, String part) {
    assertEquals(Optional.of(part), Entry.parse(name).in(TEXT));
  }

  @Test
  void shouldTellTheWholeTextWithoutItsLastNewline() {
    assertEquals(Optional.of("a\nb"), Entry.parse("web/key#*").in("a\nb\n"));
  }

  @Test
  void shouldNotTakeThePasswordForALine() {
    assertEquals(Optional.empty(), Entry.parse("x#user").in("user: hunter2\n"));
    assertEquals(Optional.empty(), Entry.parse("x#none").in(TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-c", "--clip", "/etc", "a/../../b", "..", "web/db#"})
  void shouldRefuseWhatIsNoName(String name) {
    assertTrue(Entry.parse(name).complaint().isPresent());
  }

  @Test
  void shouldKnowTheListOfAFolder() {
    assertTrue(Entry.isListing("web\n├── db\n└── key\n"));
    assertTrue(Entry.isListing("web\n|-- db\n`-- key\n"));
    assertFalse(Entry.isListing(TEXT));
  }
}
