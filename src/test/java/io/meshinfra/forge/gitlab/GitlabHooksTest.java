package io.meshinfra.forge.gitlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hook.Genuine;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.HooksContract;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitlabHooksTest extends HooksContract {
  @Override
  protected Hooks hooks() {
    return new GitlabHooks();
  }

  /** GitLab names a kind in the header that the body tells too, and once more right. */
  @Override
  protected Map<String, String> headers(String kind, byte[] body, Secret secret) {
    return Map.of("X-Gitlab-Event", kind + " Hook", "X-Gitlab-Token", secret.reveal());
  }

  @Override
  protected String file(String name) {
    return "gitlab/hook-" + name + ".json";
  }

  private String delivery(Map<String, String> ids) {
    byte[] body = body("push");
    Map<String, String> headers = new java.util.TreeMap<>(headers("Push", body, SECRET));
    headers.putAll(ids);
    return assertInstanceOf(Genuine.class, hooks().read(new Delivery(headers, body), SECRET))
        .delivery();
  }

  @Test
  void shouldUnderstandWhatGitLabTells() {
    PullRequest.Id seven = new PullRequest.Id("7");
    assertEquals(new Event.Pushed(), genuine("Push", "push").event());
    assertEquals(new Event.Changed(seven), genuine("Merge Request", "merge-request").event());
    assertEquals(new Event.Commented(seven), genuine("Note", "note").event());
  }

  @Test
  void shouldLeaveTheRest() {
    assertIsOther(read("Note", body("issue-note")));
    assertIsOther(read("Pipeline", bytes("{\"object_kind\": \"pipeline\"}")));
  }

  @Test
  void shouldTellDeliveriesApartByTheirIds() {
    assertEquals(
        delivery(Map.of("Idempotency-Key", "a", "X-Gitlab-Webhook-UUID", "1")),
        delivery(Map.of("Idempotency-Key", "a", "X-Gitlab-Webhook-UUID", "2")),
        "GitLab tries the same again");
    assertNotEquals(
        delivery(Map.of("X-Gitlab-Webhook-UUID", "1")),
        delivery(Map.of("X-Gitlab-Webhook-UUID", "2")));
  }

  /** Two different deliveries of one request to GitLab have the same. */
  @Test
  void shouldNotTakeTheIdOfTheEvent() {
    String first = delivery(Map.of("X-Gitlab-Event-UUID", "1"));
    assertEquals(first, delivery(Map.of("X-Gitlab-Event-UUID", "2")));
    assertTrue(first.startsWith("hmac "), first);
  }

  @Test
  void shouldNotKeepAnIdWithoutEnd() {
    assertTrue(delivery(Map.of("Idempotency-Key", "x".repeat(5000))).length() < 300);
  }
}
