package io.meshinfra.source.signature;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file of signers on the hub. Whoever can write it decides what machines shall be. */
public final class SignersFile {
  /** Some thousands of signers. */
  public static final int LARGEST = 1024 * 1024;

  private SignersFile() {}

  /**
   * Reads it as it is now.
   *
   * @throws IllegalArgumentException with a message for people: it is missing, others may write it,
   *     or it cannot be understood
   */
  public static Signers read(Path file) {
    try {
      Path real = file.toRealPath();
      refuseOpen(file, real);
      try (InputStream stream = Files.newInputStream(real)) {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw unusable(file, "has more than " + LARGEST + " bytes");
        }
        return Signers.parse(new String(bytes, StandardCharsets.UTF_8), file.toString());
      }
    } catch (NoSuchFileException e) {
      throw unusable(file, "does not exist");
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static void refuseOpen(Path file, Path real) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(real);
    if (rights.contains(PosixFilePermission.OTHERS_WRITE)
        || rights.contains(PosixFilePermission.GROUP_WRITE)) {
      throw unusable(file, "can be written by others; chmod go-w " + file);
    }
    String owner = Files.getOwner(real).getName();
    if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
      throw unusable(file, "belongs to " + owner + "; chown it to root");
    }
  }

  private static IllegalArgumentException unusable(Path file, String why) {
    return new IllegalArgumentException(
        "%s %s; mesh.source.signers names files of who may sign commits".formatted(file, why));
  }
}
