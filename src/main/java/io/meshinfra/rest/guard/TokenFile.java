package io.meshinfra.rest.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file that holds the token. It is made at the first start, whole or not at all, and never with
 * wider permissions than those of its owner.
 */
record TokenFile(Path file) {
  private static final int BYTES = 32;
  private static final int LONGEST = 4096;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{32,}");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * The token; a new one when there is no file.
   *
   * @throws IllegalStateException when the file is not safe, holds no token or cannot be made
   */
  String readOrCreate(SecureRandom random) {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        create(random);
      }
      return read();
    } catch (IOException e) {
      throw new IllegalStateException("the token in " + file + " cannot be read or made: " + e, e);
    }
  }

  /** When what is in the file was written. */
  Instant writtenAt() {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      throw new IllegalStateException("the token in " + file + " cannot be looked at: " + e, e);
    }
  }

  /**
   * Puts a new token in place of the one that is there, whole or not at all.
   *
   * @throws IllegalStateException when it cannot be written; then the old one is still there
   */
  String replace(SecureRandom random) {
    try {
      Path beside = fresh(random);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return read();
    } catch (IOException e) {
      throw new IllegalStateException("the token in " + file + " cannot be replaced: " + e, e);
    }
  }

  private Path fresh(SecureRandom random) throws IOException {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
    Path folder = file.toAbsolutePath().getParent();
    Path beside = Files.createTempFile(folder, ".token", "", OWNER_ONLY);
    return Files.writeString(beside, token, StandardCharsets.US_ASCII);
  }

  private void create(SecureRandom random) throws IOException {
    Path beside = fresh(random);
    try {
      // Unlike a rename, a link does not replace the token of a hub that was faster.
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      Files.delete(beside);
    }
  }

  private String read() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalStateException(file + " is not a plain file; remove it for a new token");
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (mode.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
      throw new IllegalStateException(
          "%s may be read or changed by others (mode %s): run chmod 600 %s, or remove it for a new token"
              .formatted(file, PosixFilePermissions.toString(mode), file));
    }
    return checked();
  }

  private String checked() throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String token = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
      if (!FORM.matcher(token).matches()) {
        throw new IllegalStateException(
            file + " holds no token of 32 characters or more; remove it for a new one");
      }
      return token;
    }
  }
}
