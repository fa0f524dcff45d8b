package io.meshinfra.support;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key of ECDSA for tests within Quarkus: it and plain tests have Bouncy Castle by different class
 * loaders, and share what is registered of it, so that keys of ed25519 fit one of them only.
 */
public record EcKey(KeyPair pair) {
  private static final int LENGTH = 32;

  public static EcKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new EcKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public String privateText() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /** As OpenSSH writes it, RFC 5656 section 3.1. */
  public String publicLine() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    ByteBuffer point = ByteBuffer.allocate(1 + 2 * LENGTH).put((byte) 4);
    point.put(fixed(key.getW().getAffineX())).put(fixed(key.getW().getAffineY()));
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    field(blob, "ecdsa-sha2-nistp256".getBytes(StandardCharsets.US_ASCII));
    field(blob, "nistp256".getBytes(StandardCharsets.US_ASCII));
    field(blob, point.array());
    return "ecdsa-sha2-nistp256 " + Base64.getEncoder().encodeToString(blob.toByteArray());
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[LENGTH];
    int length = Math.min(bytes.length, LENGTH);
    System.arraycopy(bytes, bytes.length - length, fixed, LENGTH - length, length);
    return fixed;
  }

  private static void field(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }
}
