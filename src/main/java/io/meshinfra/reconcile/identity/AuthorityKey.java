package io.meshinfra.reconcile.identity;

import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.CertificateAuthority.Taken;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks the key of the authority up at the last moment; it is kept nowhere else. */
public final class AuthorityKey implements Supplier<Taken> {
  private final String setting;
  private final Optional<SecretRef> reference;
  private final Secrets secrets;

  /**
   * @param setting what names the key
   */
  public AuthorityKey(String setting, Optional<SecretRef> reference, Secrets secrets) {
    this.setting = setting;
    this.reference = reference;
    this.secrets = secrets;
  }

  @Override
  public Taken get() {
    if (reference.isEmpty()) {
      return new Taken.Unusable(
          "this hub issues no certificates: %s names no key; see docs/identity.md"
              .formatted(setting));
    }
    return switch (secrets.resolve(reference.get())) {
      case Resolution.Resolved(Secret secret) -> told(CertificateAuthority.of(secret));
      case Resolution.Unresolvable(String reason) ->
          new Taken.Unusable("the key of the authority, %s: %s".formatted(setting, reason));
    };
  }

  private Taken told(Taken taken) {
    return switch (taken) {
      case Taken.Ready ready -> ready;
      case Taken.Unusable(String reason) ->
          new Taken.Unusable("the key of the authority, %s: %s".formatted(setting, reason));
    };
  }
}
