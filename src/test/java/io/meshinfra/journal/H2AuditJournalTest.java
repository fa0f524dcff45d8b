package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

class H2AuditJournalTest extends AuditJournalContract {
  private JdbcConnectionPool pool;

  @Override
  DataSource database() {
    pool = JdbcConnectionPool.create("jdbc:h2:mem:audit;DB_CLOSE_DELAY=0", "", "");
    JournalTables.copyInto(pool);
    return pool;
  }

  @AfterEach
  void close() {
    pool.dispose();
  }
}
