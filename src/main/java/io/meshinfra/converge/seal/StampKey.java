package io.meshinfra.converge.seal;

import io.meshinfra.model.Content;
import io.meshinfra.model.ResourceId;
import io.meshinfra.secret.KeptKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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

  /** 128 bits: enough that no two secrets ever get one stamp. */
  private static final int DIGITS = 32;

  private final SecretKeySpec key;

  private StampKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** For one process, which makes its plans and carries them out itself. */
  public static StampKey passing() {
    return new StampKey(KeptKey.passing());
  }

  /**
   * The key in a file, made there at the first time, readable for its owner only.
   *
   * @throws IOException when it cannot be read or made, or is not one
   */
  public static StampKey kept(Path file) throws IOException {
    return new StampKey(KeptKey.at(file));
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
