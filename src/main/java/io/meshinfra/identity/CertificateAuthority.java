package io.meshinfra.identity;

import io.meshinfra.model.SshPublicKey;
import io.meshinfra.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Signs with one key, in this process: it is in no file, argument or agent of its own. */
public final class CertificateAuthority {
  private final KeyPair pair;
  private final SshPublicKey publicKey;

  private CertificateAuthority(KeyPair pair) {
    this.pair = pair;
    this.publicKey = SshPublicKey.parse(PublicKeyEntry.toString(pair.getPublic()));
  }

  /** What became of taking a key. */
  public sealed interface Taken {
    /** It signs. */
    record Ready(CertificateAuthority authority) implements Taken {}

    /** It does not; nothing of the secret is in the reason. */
    record Unusable(String reason) implements Taken {}
  }

  /** Takes the text of a private key of OpenSSH, without a passphrase. */
  public static Taken of(Secret secret) {
    byte[] text = (secret.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
    try (InputStream in = new ByteArrayInputStream(text)) {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("the key of the authority"), in, null);
      Iterator<KeyPair> all =
          keys == null ? Map.<KeyPair, KeyPair>of().keySet().iterator() : keys.iterator();
      if (!all.hasNext()) {
        return new Taken.Unusable("it holds no private key; ssh-keygen -t ed25519 -N '' makes one");
      }
      return new Taken.Ready(new CertificateAuthority(all.next()));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // What the parser says may quote what it read.
      return new Taken.Unusable(
          "it holds no private key of OpenSSH that can be read without a passphrase");
    }
  }

  public SshPublicKey publicKey() {
    return publicKey;
  }

  /**
   * The certificate as one line of a {@code -cert.pub} file.
   *
   * @throws IllegalArgumentException when the key that it is for is none
   */
  public String sign(CertificateOrder order) {
    OpenSshCertificateBuilder builder =
        OpenSshCertificateBuilder.userCertificate()
            .serial(order.serial())
            .id(order.keyId())
            .publicKey(key(order.key()))
            .principals(order.principals())
            .validAfter(order.validity().from())
            .validBefore(order.validity().until())
            .extensions(named(order))
            .criticalOptions(sources(order));
    return signed(builder);
  }

  /**
   * The same for a host.
   *
   * @throws IllegalArgumentException when the key that it is for is none
   */
  public String sign(HostCertificateOrder order) {
    return signed(
        OpenSshCertificateBuilder.hostCertificate()
            .serial(order.serial())
            .id(order.keyId())
            .publicKey(key(order.key()))
            .principals(order.principals())
            .validAfter(order.from())
            .validBefore(order.until()));
  }

  private String signed(OpenSshCertificateBuilder builder) {
    try {
      OpenSshCertificate certificate = builder.sign(pair);
      return PublicKeyEntry.toString(certificate);
    } catch (Exception e) {
      throw new IllegalStateException("the certificate could not be signed", e);
    }
  }

  private static PublicKey key(SshPublicKey key) {
    try {
      return Optional.ofNullable(
              PublicKeyEntry.parsePublicKeyEntry(key.line()).resolvePublicKey(null, null, null))
          .orElseThrow(() -> new IllegalArgumentException("keys of that type are not known here"));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("the public key is none: " + key.type(), e);
    }
  }

  private static Map<String, String> named(CertificateOrder order) {
    Map<String, String> extensions = new TreeMap<>();
    order.extensions().forEach(name -> extensions.put(name, ""));
    return extensions;
  }

  private static Map<String, String> sources(CertificateOrder order) {
    return order.sources().isEmpty()
        ? Map.of()
        : Map.of(OpenSshCertificate.SOURCE_ADDRESS, String.join(",", order.sources()));
  }

  @Override
  public String toString() {
    return "CertificateAuthority[" + publicKey + "]";
  }
}
