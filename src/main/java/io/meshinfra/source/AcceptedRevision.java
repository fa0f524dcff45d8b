package io.meshinfra.source;

import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The revision below which the branch may not go back. It is kept beside the clone and not in it:
 * an attacker who rewrites history must not be helped by a clone that was thrown away.
 */
record AcceptedRevision(Path file) {

  Optional<Revision> get() throws IOException {
    try {
      return Optional.of(new Revision(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + " does not hold a commit id; put the last good one there, or delete the file", e);
    }
  }

  void set(Revision revision) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, revision.id() + "\n");
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
