package io.meshinfra.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;

/** A key of the hub's own in a file, made there at the first time, readable for its owner only. */
public final class KeptKey {
  public static final int BYTES = 32;

  private KeptKey() {}

  /**
   * @throws IOException when it cannot be read or made, or is not one
   */
  public static byte[] at(Path file) throws IOException {
    try {
      write(file);
    } catch (FileAlreadyExistsException e) {
      // The usual case: it was made before.
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != BYTES) {
      throw new IOException(
          "%s is not a key of %d bytes; remove it, and a new one is made at the next start"
              .formatted(file, BYTES));
    }
    return bytes;
  }

  /** A key that no file keeps. */
  public static byte[] passing() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static void write(Path file) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var out = Files.newByteChannel(file, options, mine)) {
      out.write(ByteBuffer.wrap(passing()));
    }
  }
}
