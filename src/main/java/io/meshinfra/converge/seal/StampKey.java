package io.meshinfra.converge.seal;

import io.meshinfra.model.Content;
import io.meshinfra.model.ResourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of the stamps that bind plans to secrets. Whoever has a stamp and not the key can try out
 * no guess. When the key is lost, plans that are waiting get other hashes and must be approved
 * anew.
 */
public final class StampKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  /** 128 bits: enough that no two secrets ever get one stamp. */
  private static final int DIGITS = 32;

  private final SecretKeySpec key;

  private StampKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** For one process, which makes its plans and carries them out itself. */
  public static StampKey passing() {
    return new StampKey(bytes());
  }

  /**
   * The key in a file, made there at the first time, readable for its owner only.
   *
   * @throws IOException when it cannot be read or made, or is not one
   */
  public static StampKey kept(Path file) throws IOException {
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
    return new StampKey(bytes);
  }

  private static void write(Path file) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var out = Files.newByteChannel(file, options, mine)) {
      out.write(java.nio.ByteBuffer.wrap(bytes()));
    }
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Of the text of one resource; the same text elsewhere has another one. */
  String stamp(ResourceId id, Content text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(text.bytes())).substring(0, DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "StampKey[redacted]";
  }
}
