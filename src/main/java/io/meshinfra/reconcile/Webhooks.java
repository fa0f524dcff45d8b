package io.meshinfra.reconcile;

import io.meshinfra.forge.Signature;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes word of a push: checks who says so, then looks at git. What the message says beyond that is
 * not read, so nobody can tell the hub what to apply.
 */
public final class Webhooks {
  private static final Logger LOG = Logger.getLogger(Webhooks.class);
  private static final String SHA256 = "sha256=";

  private final Optional<SecretRef> reference;
  private final Secrets secrets;
  private final GitLooks looks;

  Webhooks(Optional<SecretRef> reference, Secrets secrets, GitLooks looks) {
    this.reference = reference;
    this.secrets = secrets;
    this.looks = looks;
  }

  /** What becomes of a message. */
  public sealed interface Answer {
    /** The hub will look at git. */
    record Taken() implements Answer {}

    /** No secret is set, so nobody could be believed. */
    record Closed(String reason) implements Answer {}

    /** The sender does not know the secret. */
    record Forged(String reason) implements Answer {}
  }

  /**
   * @param signature of GitHub, Gitea and Forgejo: {@code sha256=} and the HMAC of the body
   * @param token of GitLab: the secret itself
   */
  public Answer take(byte[] body, Optional<String> signature, Optional<String> token) {
    if (reference.isEmpty()) {
      return new Answer.Closed(
          "this hub takes no webhooks; set mesh.webhook.secret, e.g. to file:/etc/mesh/webhook");
    }
    return switch (secrets.resolve(reference.get())) {
      case Resolution.Unresolvable unresolvable -> {
        LOG.error("the secret of webhooks cannot be read: " + unresolvable.reason());
        yield new Answer.Closed("the secret of webhooks cannot be read; the hub's log says why");
      }
      case Resolution.Resolved resolved -> judged(resolved.secret(), body, signature, token);
    };
  }

  private Answer judged(
      Secret secret, byte[] body, Optional<String> signature, Optional<String> token) {
    boolean genuine =
        signature.isPresent()
            ? signed(secret, body, signature.get())
            : token.map(given -> Signature.isSecret(given, secret)).orElse(false);
    if (!genuine) {
      return new Answer.Forged(
          "neither a valid X-Hub-Signature-256 nor the right X-Gitlab-Token; the forge must be"
              + " given the secret that mesh.webhook.secret names");
    }
    looks.soon();
    return new Answer.Taken();
  }

  private static boolean signed(Secret secret, byte[] body, String signature) {
    return signature.startsWith(SHA256)
        && Signature.matches(signature.substring(SHA256.length()), secret, body);
  }
}
