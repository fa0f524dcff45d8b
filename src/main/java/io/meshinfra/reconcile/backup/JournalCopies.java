package io.meshinfra.reconcile.backup;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.Journal;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.reconcile.settings.HubSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies the journal of this hub while it runs, into its own home. So whoever has the token of the
 * hub gets no secret by it: the copy is read by who may read the home.
 */
@Singleton
public final class JournalCopies {
  private static final String NAME = "journal.zip";

  private final Path home;
  private final Journal journal;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  JournalCopies(HubSettings settings, Journal journal) {
    this.home = settings.home();
    this.journal = journal;
  }

  /**
   * Makes a copy and tells where it is. The last one that nobody fetched is removed.
   *
   * @throws NotNow when the journal is in PostgreSQL, or a copy is being made
   */
  public Path make(String by) {
    if (journal.leases().isShared()) {
      throw new NotNow("the journal is in PostgreSQL; back that up by its own tools, like pg_dump");
    }
    if (!oneAtATime.tryLock()) {
      throw new NotNow("the journal is being copied already");
    }
    Path folder = home.resolve(HomeFiles.WORK + "hub");
    try {
      HomeFiles.remove(folder);
      Files.createDirectory(folder, Backup.folder());
      journal.audit().append(Deed.begun(Deed.By.person(by), "journal-copied", ""));
      Path copy = folder.resolve(NAME);
      journal.copyTo(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("the journal could not be copied into " + folder, e);
    } finally {
      oneAtATime.unlock();
    }
  }
}
