package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresAuditJournalTest extends AuditJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
