package io.meshinfra.identity;

import io.meshinfra.model.SshPublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A new ed25519 key for somebody who has none, as OpenSSH keeps it: PROTOCOL.key in its sources,
 * without a passphrase. The JDK makes it: sshd's own writer would load Bouncy Castle, which takes a
 * command line half a second.
 */
public final class UserKey {
  private static final String TYPE = "ssh-ed25519";
  private static final int LENGTH = 32;
  private static final int BLOCK = 8;

  private final byte[] privateText;
  private final SshPublicKey publicKey;

  private UserKey(byte[] privateText, SshPublicKey publicKey) {
    this.privateText = privateText;
    this.publicKey = publicKey;
  }

  public static UserKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      // The point stands at the end of what X.509 says of it, RFC 8410.
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
      byte[] blob = new Parts().text(TYPE).string(point).bytes();
      return new UserKey(
          armoured(file(blob, seed, point)),
          new SshPublicKey(TYPE, Base64.getEncoder().encodeToString(blob)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  private static byte[] file(byte[] blob, byte[] seed, byte[] point) {
    int check = new SecureRandom().nextInt();
    byte[] secret = ByteBuffer.allocate(2 * LENGTH).put(seed).put(point).array();
    Parts kept =
        new Parts()
            .number(check)
            .number(check)
            .text(TYPE)
            .string(point)
            .string(secret)
            .text("mesh login");
    for (int i = 1; kept.size() % BLOCK != 0; i++) {
      kept.raw((byte) i);
    }
    return new Parts()
        .raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
        .text("none")
        .text("none")
        .text("")
        .number(1)
        .string(blob)
        .string(kept.bytes())
        .bytes();
  }

  private static byte[] armoured(byte[] file) {
    byte[] newline = {'\n'};
    String lines =
        new String(Base64.getMimeEncoder(70, newline).encode(file), StandardCharsets.US_ASCII);
    return ("-----BEGIN OPENSSH PRIVATE KEY-----\n"
            + lines
            + "\n-----END OPENSSH PRIVATE KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** For a file that only its owner reads. */
  public byte[] privateText() {
    return privateText.clone();
  }

  public SshPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public String toString() {
    return "UserKey[" + publicKey + "]";
  }

  /** Fields as SSH writes them, RFC 4251 section 5. */
  private static final class Parts {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Parts number(int value) {
      return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    Parts string(byte[] bytes) {
      return number(bytes.length).raw(bytes);
    }

    Parts text(String text) {
      return string(text.getBytes(StandardCharsets.US_ASCII));
    }

    Parts raw(byte... bytes) {
      out.writeBytes(bytes);
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
