package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2ReviewJournalTest extends ReviewJournalContract {
  @TempDir Path folder;

  private JdbcConnectionPool pool;

  @Override
  DataSource database() {
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(pool);
    return pool;
  }

  @AfterEach
  void close() {
    pool.dispose();
  }
}
