package io.meshinfra.reconcile;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Takes what the forge tells: checks who says so, takes each delivery once, and passes on where to
 * look. What has happened there, the hub asks the forge itself.
 */
public final class ForgeWebhooks {
  private static final Logger LOG = Logger.getLogger(ForgeWebhooks.class);

  private final Optional<Hooks> hooks;
  private final Optional<SecretRef> reference;
  private final Secrets secrets;
  private final Predicate<String> isNew;
  private final Ears ears;

  /**
   * @param hooks empty when no forge is set, or one that sends nothing
   * @param reference names the secret that the forge signs with
   * @param isNew remembers a delivery, and tells whether it was not known before
   */
  ForgeWebhooks(
      Optional<Hooks> hooks,
      Optional<SecretRef> reference,
      Secrets secrets,
      Predicate<String> isNew,
      Ears ears) {
    this.hooks = hooks;
    this.reference = reference;
    this.secrets = secrets;
    this.isNew = isNew;
    this.ears = ears;
  }

  /** Who hears of what. */
  record Ears(GitLooks looks, Iterable<PullRequestEvents> pullRequests) {}

  /** What becomes of a delivery. */
  public sealed interface Answer {
    /** Who has to look, will. */
    record Taken() implements Answer {}

    /** It was taken before; nothing happens once more. */
    record SeenBefore() implements Answer {}

    /** Nobody could be believed here. */
    record Closed(String reason) implements Answer {}

    /** The sender does not know the secret, or somebody changed it on its way. */
    record Forged(String reason) implements Answer {}

    /** It comes from the forge and is not to be understood. */
    record Unreadable(String reason) implements Answer {}
  }

  /**
   * @param headers one value of each
   * @param body bounded by the door; nothing of it is looked at before the sender is believed
   * @throws io.meshinfra.journal.JournalUnavailable when it cannot be remembered; then nothing
   *     happens, and the forge may send it again
   */
  public Answer take(Map<String, String> headers, byte[] body) {
    if (hooks.isEmpty()) {
      return new Answer.Closed(
          "this hub has no forge that sends webhooks; set mesh.forge.kind, or send pushes to"
              + " /api/v1/webhooks/push");
    }
    if (reference.isEmpty()) {
      return new Answer.Closed(
          "this hub takes no webhooks; set mesh.forge.webhook-secret, e.g. to"
              + " file:/etc/mesh/webhook");
    }
    return switch (secrets.resolve(reference.get())) {
      case Resolution.Unresolvable unresolvable -> {
        LOG.error("the secret of webhooks cannot be read: " + unresolvable.reason());
        yield new Answer.Closed("the secret of webhooks cannot be read; the hub's log says why");
      }
      case Resolution.Resolved resolved -> read(headers, body, resolved.secret());
    };
  }

  private Answer read(Map<String, String> headers, byte[] body, Secret secret) {
    return switch (hooks.get().read(new Delivery(headers, body), secret)) {
      case Hook.Forged forged -> new Answer.Forged(forged.reason());
      case Hook.Unreadable unreadable -> new Answer.Unreadable(unreadable.reason());
      case Hook.Genuine genuine -> once(genuine);
    };
  }

  private Answer once(Hook.Genuine genuine) {
    if (!isNew.test(genuine.delivery())) {
      return new Answer.SeenBefore();
    }
    switch (genuine.event()) {
      case Event.Pushed pushed -> ears.looks().soon();
      case Event.Changed changed -> tell(ear -> ear.changed(changed.id()));
      case Event.Commented commented -> tell(ear -> ear.commented(commented.id()));
      case Event.Other other -> LOG.debugf("a webhook that needs no look: %s", other.what());
    }
    return new Answer.Taken();
  }

  /** One that fails must not keep the others from hearing it. */
  private void tell(Consumer<PullRequestEvents> what) {
    for (PullRequestEvents ear : ears.pullRequests()) {
      try {
        what.accept(ear);
      } catch (RuntimeException e) {
        LOG.error("what a webhook told of a pull request was not taken; polling finds it", e);
      }
    }
  }
}
