package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresByHandJournalTest extends ByHandJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
