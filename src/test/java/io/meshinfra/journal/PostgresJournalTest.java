package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.JournalTables;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJournalTest extends JournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }

  @Test
  void shouldSayThatTheDatabaseDoesNotAnswer() {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setServerNames(new String[] {"127.0.0.1"});
    nobody.setPortNumbers(new int[] {1});
    JournalUnavailable gone = unavailable(nobody);
    assertTrue(gone.getMessage().contains("does not answer"), gone.getMessage());
    assertTrue(gone.getMessage().contains("mesh.journal.url"), gone.getMessage());
  }

  @Test
  void shouldSayThatTheDatabaseRefusesTheHub() {
    JournalUnavailable refused =
        unavailable(JournalTables.server().getDatabase("postgres", "no-such-database"));
    assertTrue(refused.getMessage().contains("refuses the hub"), refused.getMessage());
  }

  private static JournalUnavailable unavailable(DataSource source) {
    Journal journal = new Journal(source, Clock.systemUTC());
    return assertThrows(
        JournalUnavailable.class, () -> journal.events().recent(1, Optional.empty()));
  }
}
