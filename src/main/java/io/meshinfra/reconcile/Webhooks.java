package io.meshinfra.reconcile;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Takes word of a push: checks who says so, then looks at git. What the message says beyond that is
 * not read, so nobody can tell the hub what to apply. A burst of messages costs one more look.
 */
public final class Webhooks {
  private static final Logger LOG = Logger.getLogger(Webhooks.class);
  private static final String SHA256 = "sha256=";

  private final Optional<SecretRef> reference;
  private final Secrets secrets;
  private final Runnable look;
  private final Executor executor;
  private final AtomicBoolean waiting = new AtomicBoolean();

  Webhooks(Optional<SecretRef> reference, Secrets secrets, Runnable look, Executor executor) {
    this.reference = reference;
    this.secrets = secrets;
    this.look = look;
    this.executor = executor;
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
            : token.map(given -> equal(bytes(given), bytes(secret.reveal()))).orElse(false);
    if (!genuine) {
      return new Answer.Forged(
          "neither a valid X-Hub-Signature-256 nor the right X-Gitlab-Token; the forge must be"
              + " given the secret that mesh.webhook.secret names");
    }
    lookSoon();
    return new Answer.Taken();
  }

  private static boolean signed(Secret secret, byte[] body, String signature) {
    if (!signature.startsWith(SHA256)) {
      return false;
    }
    String expected = HexFormat.of().formatHex(hmac(secret, body));
    return equal(bytes(signature.substring(SHA256.length())), bytes(expected));
  }

  private static byte[] hmac(Secret secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret.reveal()), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** In a time that tells nothing about where they differ. */
  private static boolean equal(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A look that has not begun serves all who ask meanwhile; one that has may have missed a push. */
  private void lookSoon() {
    if (waiting.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            waiting.set(false);
            try {
              look.run();
            } catch (RuntimeException e) {
              LOG.error("looking at git after a webhook failed", e);
            }
          });
    }
  }
}
