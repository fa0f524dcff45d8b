package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.support.JournalTables;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

class H2LeaseJournalTest extends LeaseJournalContract {
  @Override
  DataSource database() {
    DataSource empty =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
    JournalTables.copyInto(empty);
    return empty;
  }

  /** Whoever has the file is alone: what a killed hub left behind keeps nobody out. */
  @Test
  void shouldTakeTheLeaseOfAKilledHubAtOnce() {
    taken(journal, FIRST);

    assertEquals(2, taken(another(), SECOND).number());
    assertFalse(journal.leases().isShared());
  }
}
