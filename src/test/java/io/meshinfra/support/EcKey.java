package io.meshinfra.support;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key of ECDSA for tests within Quarkus: it and plain tests have Bouncy Castle by different class
 * loaders, and share what is registered of it, so that keys of ed25519 fit one of them only.
 */
public record EcKey(KeyPair pair) {
  private static final int LENGTH = 32;
  private static final byte[] TYPE = "ecdsa-sha2-nistp256".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CURVE = "nistp256".getBytes(StandardCharsets.US_ASCII);

  public static EcKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new EcKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** As OpenSSH keeps it without a passphrase: PROTOCOL.key in its sources. */
  public String privateText() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.writeBytes(new byte[8]); // twice the same number
    field(kept, TYPE);
    field(kept, CURVE);
    field(kept, point());
    field(kept, ((ECPrivateKey) pair.getPrivate()).getS().toByteArray());
    field(kept, new byte[0]);
    for (int i = 1; kept.size() % 8 != 0; i++) {
      kept.write(i);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
    field(file, "none".getBytes(StandardCharsets.US_ASCII));
    field(file, "none".getBytes(StandardCharsets.US_ASCII));
    field(file, new byte[0]);
    file.writeBytes(new byte[] {0, 0, 0, 1});
    field(file, blob());
    field(file, kept.toByteArray());
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(file.toByteArray());
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + base64
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  /** As OpenSSH writes it, RFC 5656 section 3.1. */
  public String publicLine() {
    return "ecdsa-sha2-nistp256 " + Base64.getEncoder().encodeToString(blob());
  }

  private byte[] blob() {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    field(blob, TYPE);
    field(blob, CURVE);
    field(blob, point());
    return blob.toByteArray();
  }

  private byte[] point() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    ByteBuffer point = ByteBuffer.allocate(1 + 2 * LENGTH).put((byte) 4);
    return point.put(fixed(key.getW().getAffineX())).put(fixed(key.getW().getAffineY())).array();
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
