package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresRolloutJournalTest extends RolloutJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
