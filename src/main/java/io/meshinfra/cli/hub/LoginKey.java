package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.identity.UserKey;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SshPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Somebody's key, as ssh names its files: {@code KEY}, {@code KEY.pub}, {@code KEY-cert.pub}. The
 * private one is written once when there is none, and never read.
 */
record LoginKey(Path file) {
  private static final int LONGEST = 16 * 1024;

  Path publicFile() {
    return beside(".pub");
  }

  Path certificateFile() {
    return beside("-cert.pub");
  }

  private Path beside(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /**
   * The public key; a new pair is made when there is neither.
   *
   * @throws Failure when a file is not what it should be
   */
  SshPublicKey readOrMake() {
    try {
      return SshPublicKey.parse(text(publicFile()));
    } catch (NoSuchFileException e) {
      return make();
    } catch (IOException e) {
      throw new Failure("%s cannot be read: %s".formatted(this, e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new Failure("%s: %s".formatted(quoted(publicFile()), e.getMessage()));
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  private SshPublicKey make() {
    if (Files.exists(file)) {
      throw new Failure(
          "there is a key %s without %s; make that: ssh-keygen -y -f KEY > KEY.pub"
              .formatted(this, quoted(publicFile())));
    }
    try {
      UserKey key = UserKey.generate();
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(
            file.toAbsolutePath().getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      write(file, "rw-------", key.privateText());
      write(publicFile(), "rw-r--r--", line(key.publicKey().line()));
      return key.publicKey();
    } catch (FileAlreadyExistsException e) {
      throw new Failure("the file %s was made in the meantime; try again".formatted(this));
    } catch (IOException e) {
      throw new Failure("the key %s cannot be made: %s".formatted(this, e.getMessage()));
    }
  }

  private static void write(Path target, String mode, byte[] bytes) throws IOException {
    var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    try (var out =
        Files.newByteChannel(
            target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions)) {
      out.write(ByteBuffer.wrap(bytes));
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Puts a certificate where ssh looks for it; one that is over is replaced. */
  void keep(String certificate) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Path fresh = Files.createTempFile(folder, ".cert", "");
      Files.write(fresh, line(certificate));
      Files.move(
          fresh,
          certificateFile(),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure(
          "%s cannot be written: %s".formatted(quoted(certificateFile()), e.getMessage()));
    }
  }

  private static String quoted(Path path) {
    return Printable.quote(path.toString());
  }

  @Override
  public String toString() {
    return quoted(file);
  }
}
