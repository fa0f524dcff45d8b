package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresReviewJournalTest extends ReviewJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
