package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.support.JournalTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2JournalTest extends JournalContract {
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

  @Test
  void shouldNameTheFileThatAnotherProcessHolds() throws Exception {
    Path file = folder.resolve("other.mv.db");
    Process holder = holdInAnotherProcess(folder.resolve("other"));
    try {
      JdbcConnectionPool second =
          JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("other"), "", "");
      Journal journal = new Journal(second, Clock.systemUTC());
      JournalUnavailable locked =
          assertThrows(
              JournalUnavailable.class, () -> journal.events().recent(1, Optional.empty()));
      assertTrue(locked.getMessage().contains(file.toString()), locked.getMessage());
      assertTrue(locked.getMessage().contains("another process"), locked.getMessage());
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  private static Process holdInAnotherProcess(Path database) throws IOException {
    Process process = ChildJvm.start(HoldsJournal.class, "jdbc:h2:file:" + database);
    process.inputReader().readLine();
    return process;
  }

  @Test
  void shouldSayThatTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full");
    IOException noSpace = assertThrows(IOException.class, () -> Files.write(full, new byte[1]));
    SQLException failed = new SQLException("IO Exception: writing", "90028", 90028, noSpace);
    String message = DatabaseFault.of(failed).toException(failed).getMessage();
    assertTrue(message.contains("no space is left"), message);
  }
}
