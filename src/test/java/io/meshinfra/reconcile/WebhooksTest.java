package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.Secrets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final byte[] BODY = {'{', '}'};

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger looks = new AtomicInteger();

  private Webhooks webhooks(Optional<String> reference) {
    SecretProvider provider =
        new SecretProvider() {
          @Override
          public String name() {
            return "fixed";
          }

          @Override
          public Resolution resolve(SecretRef ref) {
            return ref.path().equals("gone")
                ? new Resolution.Unresolvable("not there")
                : new Resolution.Resolved(Secret.of("It's a Secret to Everybody"));
          }
        };
    return new Webhooks(
        reference.map(SecretRef::parse),
        new Secrets(List.of(provider)),
        new GitLooks(looks::incrementAndGet, tasks::add));
  }

  private Webhooks.Answer pushed(Webhooks webhooks) {
    return webhooks.take(BODY, Optional.empty(), Optional.of("It's a Secret to Everybody"));
  }

  /** The example in GitHub's own documentation. */
  @Test
  void shouldTakeTheSignatureThatGitHubMakes() {
    var answer =
        webhooks(Optional.of("fixed:it"))
            .take(
                "Hello, World!".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Optional.of(
                    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
                Optional.empty());
    assertInstanceOf(Webhooks.Answer.Taken.class, answer);
  }

  @Test
  void shouldNotFallBackToTheTokenWhenTheSignatureIsWrong() {
    var answer =
        webhooks(Optional.of("fixed:it"))
            .take(BODY, Optional.of("sha256=00"), Optional.of("It's a Secret to Everybody"));
    assertInstanceOf(Webhooks.Answer.Forged.class, answer);
    assertEquals(0, tasks.size());
  }

  @Test
  void shouldTakeNothingWithoutASecret() {
    assertInstanceOf(Webhooks.Answer.Closed.class, pushed(webhooks(Optional.empty())));
    assertInstanceOf(Webhooks.Answer.Closed.class, pushed(webhooks(Optional.of("fixed:gone"))));
  }

  @Test
  void shouldLookOnceForABurstAndAgainForAPushDuringTheLook() {
    Webhooks webhooks = webhooks(Optional.of("fixed:it"));
    pushed(webhooks);
    pushed(webhooks);
    assertEquals(1, tasks.size());
    tasks.remove().run();
    assertEquals(1, looks.get());
    pushed(webhooks);
    assertEquals(1, tasks.size(), "a look that has begun may have missed the push");
  }
}
