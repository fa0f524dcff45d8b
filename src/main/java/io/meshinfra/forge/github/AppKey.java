package io.meshinfra.forge.github;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.ForgeSettings.App;
import io.meshinfra.forge.client.Credentials;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtException;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The App itself: signs with its private key who it is. */
record AppKey(App app, Secrets secrets, Clock clock) implements Credentials {
  /** The most that GitHub takes is ten minutes. */
  private static final Duration VALID = Duration.ofMinutes(8);

  /** GitHub's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  @Override
  public Answer<Secret> current() {
    return switch (secrets.resolve(app.key())) {
      case Resolution.Resolved key -> signed(key.secret());
      case Resolution.Unresolvable missing ->
          new Answer.Refused<>("the key of mesh.forge.app-key: " + missing.reason());
    };
  }

  private Answer<Secret> signed(Secret pem) {
    try {
      Instant now = clock.instant();
      return Answer.of(
          Secret.of(
              Jwt.issuer(app.id())
                  .issuedAt(now.minus(SKEW))
                  .expiresAt(now.plus(VALID))
                  .sign(privateKey(pem))));
    } catch (IOException | IllegalArgumentException | JwtException e) {
      return new Answer.Refused<>(
          "what mesh.forge.app-key names is no private RSA key in PEM, as GitHub gives it for an"
              + " App");
    }
  }

  /** GitHub gives PKCS#1; people convert it to PKCS#8 for other tools. */
  private static PrivateKey privateKey(Secret pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem.reveal()))) {
      PrivateKeyInfo key =
          switch (parser.readObject()) {
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PrivateKeyInfo plain -> plain;
            case null, default -> throw new IllegalArgumentException("no private key");
          };
      return new JcaPEMKeyConverter().getPrivateKey(key);
    }
  }

  @Override
  public void refused() {
    // It is signed anew every time.
  }

  @Override
  public String setting() {
    return "the GitHub App of mesh.forge.app-id with the key of mesh.forge.app-key";
  }
}
