package io.meshinfra.identity;

import io.meshinfra.model.SshPublicKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** A new ed25519 key for somebody who has none. */
public final class UserKey {
  private static final int BITS = 256;

  private final byte[] privateText;
  private final SshPublicKey publicKey;

  private UserKey(byte[] privateText, SshPublicKey publicKey) {
    this.privateText = privateText;
    this.publicKey = publicKey;
  }

  /**
   * @throws IOException when it cannot be made here
   */
  public static UserKey generate() throws IOException {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      KeyPair pair = KeyUtils.generateKeyPair("ssh-ed25519", BITS);
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "mesh login", null, out);
      return new UserKey(
          out.toByteArray(), SshPublicKey.parse(PublicKeyEntry.toString(pair.getPublic())));
    } catch (GeneralSecurityException e) {
      throw new IOException("no ed25519 key can be made here", e);
    }
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
}
