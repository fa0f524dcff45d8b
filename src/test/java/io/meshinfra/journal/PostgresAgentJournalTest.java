package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresAgentJournalTest extends AgentJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
