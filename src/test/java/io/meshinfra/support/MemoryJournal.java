package io.meshinfra.support;

import io.meshinfra.journal.Journal;
import java.time.Clock;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** A real journal in memory, of one test; it outlives the hubs that the test starts and stops. */
public final class MemoryJournal implements AutoCloseable {
  private final JdbcConnectionPool database =
      JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
  private final Journal journal;

  public MemoryJournal(Clock clock) {
    JournalTables.copyInto(database);
    journal = new Journal(database, clock);
  }

  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    database.dispose();
  }
}
