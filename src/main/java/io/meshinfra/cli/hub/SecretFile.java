package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A new file that only its owner reads. It is made before there is a secret to put into it. */
record SecretFile(Path file) {
  /**
   * @throws Failure when there is such a file, or it cannot be made
   */
  static SecretFile fresh(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new SecretFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          "there is a file %s already; remove it or name another".formatted(quoted(file)));
    } catch (IOException e) {
      throw new Failure("the file %s cannot be made: %s".formatted(quoted(file), e.getMessage()));
    }
  }

  void write(String secret) {
    try {
      Files.writeString(file, secret + "\n", StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new Failure("the file %s cannot be written: %s".formatted(this, e.getMessage()));
    }
  }

  /** There is no secret after all. */
  void discard() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Failure("the empty file %s cannot be removed".formatted(this));
    }
  }

  private static String quoted(Path file) {
    return Printable.quote(file.toString());
  }

  @Override
  public String toString() {
    return quoted(file);
  }
}
