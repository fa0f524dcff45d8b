package io.meshinfra.journal;

import io.meshinfra.support.JournalTables;
import javax.sql.DataSource;

class PostgresCertificateJournalTest extends CertificateJournalContract {
  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }
}
