package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.FixedSecrets;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.ForgeWebhooks.Answer;
import io.meshinfra.secret.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForgeWebhooksTest {
  private static final byte[] BODY = {'{', '}'};
  private static final PullRequest.Id SEVEN = new PullRequest.Id("7");
  private static final Secrets SECRETS = FixedSecrets.of(Map.of("it", "between us"));

  private final List<String> heard = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final Set<String> known = new HashSet<>();

  private final PullRequestEvents ear =
      new PullRequestEvents() {
        @Override
        public void pushed() {}

        @Override
        public void changed(PullRequest.Id id) {
          heard.add("changed " + id);
        }

        @Override
        public void commented(PullRequest.Id id) {
          heard.add("commented " + id);
        }
      };

  private final PullRequestEvents deaf =
      new PullRequestEvents() {
        @Override
        public void pushed() {}

        @Override
        public void changed(PullRequest.Id id) {
          throw new IllegalStateException("deaf");
        }

        @Override
        public void commented(PullRequest.Id id) {
          throw new IllegalStateException("deaf");
        }
      };

  private ForgeWebhooks webhooks(Optional<Hooks> hooks, Optional<SecretRef> reference) {
    return new ForgeWebhooks(
        hooks,
        reference,
        SECRETS,
        known::add,
        new ForgeWebhooks.Ears(
            new GitLooks(looks::incrementAndGet, Runnable::run), List.of(deaf, ear)));
  }

  private ForgeWebhooks sending(Hook hook) {
    return webhooks(Optional.of((delivery, secret) -> hook), Optional.of(FixedSecrets.ref("it")));
  }

  private Answer told(Event event) {
    return sending(new Hook.Genuine("id 1", event)).take(Map.of(), BODY);
  }

  @Test
  void shouldLookAtGitForAPush() {
    assertInstanceOf(Answer.Taken.class, told(new Event.Pushed()));
    assertEquals(1, looks.get());
    assertEquals(List.of(), heard);
  }

  @Test
  void shouldTellWhoeverHearsWhichPullRequest() {
    assertInstanceOf(Answer.Taken.class, told(new Event.Changed(SEVEN)));
    known.clear();
    assertInstanceOf(Answer.Taken.class, told(new Event.Commented(SEVEN)));
    assertEquals(List.of("changed 7", "commented 7"), heard, "though one of them fails");
    assertEquals(0, looks.get());
  }

  @Test
  void shouldTakeADeliveryOnce() {
    told(new Event.Changed(SEVEN));
    assertInstanceOf(Answer.SeenBefore.class, told(new Event.Changed(SEVEN)));
    assertEquals(List.of("changed 7"), heard);
  }

  @Test
  void shouldDoNothingForWhatConcernsNobody() {
    assertInstanceOf(Answer.Taken.class, told(new Event.Other("a star")));
    assertEquals(List.of(), heard);
    assertEquals(0, looks.get());
  }

  @Test
  void shouldRememberNothingThatIsForgedOrUnreadable() {
    assertInstanceOf(Answer.Forged.class, sending(new Hook.Forged("no")).take(Map.of(), BODY));
    assertInstanceOf(
        Answer.Unreadable.class, sending(new Hook.Unreadable("odd")).take(Map.of(), BODY));
    assertEquals(Set.of(), known);
  }

  /** What cannot be remembered could be replayed. */
  @Test
  void shouldDoNothingWhenItCannotBeRemembered() {
    ForgeWebhooks forgetful =
        new ForgeWebhooks(
            Optional.of((delivery, secret) -> new Hook.Genuine("id 1", new Event.Changed(SEVEN))),
            Optional.of(FixedSecrets.ref("it")),
            SECRETS,
            delivery -> {
              throw new JournalUnavailable("gone", null);
            },
            new ForgeWebhooks.Ears(
                new GitLooks(looks::incrementAndGet, Runnable::run), List.of(ear)));
    assertThrows(JournalUnavailable.class, () -> forgetful.take(Map.of(), BODY));
    assertEquals(List.of(), heard);
  }

  @Test
  void shouldSayWhyNobodyIsBelieved() {
    Optional<Hooks> hooks = Optional.of((delivery, secret) -> new Hook.Forged("no"));
    assertTrue(
        closed(webhooks(Optional.empty(), Optional.of(FixedSecrets.ref("it"))))
            .contains("mesh.forge.kind"));
    assertTrue(closed(webhooks(hooks, Optional.empty())).contains("mesh.forge.webhook-secret"));
    assertTrue(
        closed(webhooks(hooks, Optional.of(FixedSecrets.ref("gone")))).contains("log says why"));
  }

  private static String closed(ForgeWebhooks webhooks) {
    return assertInstanceOf(Answer.Closed.class, webhooks.take(Map.of(), BODY)).reason();
  }
}
