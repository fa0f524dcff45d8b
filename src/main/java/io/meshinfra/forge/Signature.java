package io.meshinfra.forge;

import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMAC-SHA256 of a body under a secret that sender and hub share. */
public final class Signature {
  private static final String SHA256 = "HmacSHA256";

  private Signature() {}

  /** In hex, lower case. */
  public static String of(Secret secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(SHA256);
      mac.init(new SecretKeySpec(bytes(secret.reveal()), SHA256));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + SHA256, e);
    }
  }

  /**
   * Whether the claim is the signature.
   *
   * @param claim hex, as a header had it
   */
  public static boolean matches(String claim, Secret secret, byte[] body) {
    return same(claim.toLowerCase(Locale.ROOT), of(secret, body));
  }

  /** Whether somebody who gave this knows the secret. */
  public static boolean isSecret(String claim, Secret secret) {
    return same(claim, secret.reveal());
  }

  /** In a time that tells nothing about where they differ. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(bytes(one), bytes(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
