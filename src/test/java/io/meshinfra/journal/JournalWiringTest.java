package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The journal as the hub gets it: chosen by configuration, migrated at start. */
@QuarkusTest
class JournalWiringTest {
  @Inject Journal journal;

  @Test
  void shouldGiveTheHubAMigratedJournal() {
    Event event = new Event(Instant.EPOCH, Optional.empty(), Optional.empty(), "test", "wired");
    long id = journal.events().append(event);
    assertEquals(new Event.Numbered(id, event), journal.events().after(id - 1, 1).getFirst());
  }
}
