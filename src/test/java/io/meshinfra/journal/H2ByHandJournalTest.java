package io.meshinfra.journal;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2ByHandJournalTest extends ByHandJournalContract {
  @TempDir Path folder;

  private JdbcConnectionPool pool;

  @Override
  DataSource emptyDatabase() {
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    return pool;
  }

  @AfterEach
  void close() {
    pool.dispose();
  }
}
