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
  private final Optional<SecretRef> reference;
  private final Secrets secrets;

  public AuthorityKey(Optional<SecretRef> reference, Secrets secrets) {
    this.reference = reference;
    this.secrets = secrets;
  }

  @Override
  public Taken get() {
    if (reference.isEmpty()) {
      return new Taken.Unusable(
          "this hub issues no certificates: mesh.ca.key names no key; see docs/identity.md");
    }
    return switch (secrets.resolve(reference.get())) {
      case Resolution.Resolved(Secret secret) -> told(CertificateAuthority.of(secret));
      case Resolution.Unresolvable(String reason) ->
          new Taken.Unusable("the key of the authority, mesh.ca.key: " + reason);
    };
  }

  private static Taken told(Taken taken) {
    return switch (taken) {
      case Taken.Ready ready -> ready;
      case Taken.Unusable(String reason) ->
          new Taken.Unusable("the key of the authority, mesh.ca.key: " + reason);
    };
  }
}
