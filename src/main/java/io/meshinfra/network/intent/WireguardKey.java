package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key of WireGuard: 32 bytes as base64, in the one form that {@code wg pubkey} prints. It
 * comes from nodes and stands in files of WireGuard, so nothing else can be one.
 */
public record WireguardKey(String base64) {
  private static final int BYTES = 32;
  private static final int LENGTH = 44;

  public WireguardKey {
    if (!isKey(base64)) {
      throw new IllegalArgumentException(
          "expected a public key as wg pubkey prints it, 44 characters of base64, found "
              + Printable.quote(base64));
    }
  }

  public static WireguardKey parse(String text) {
    return new WireguardKey(text);
  }

  /** The bits behind the last byte must be nothing, else two texts would be one key. */
  private static boolean isKey(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length == BYTES
          && Base64.getEncoder().encodeToString(bytes).equals(text)
          && !Arrays.equals(bytes, new byte[BYTES]);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return base64;
  }
}
