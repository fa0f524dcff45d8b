package io.meshinfra.forge.gitea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hook.Genuine;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.HooksContract;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.Signature;
import io.meshinfra.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GiteaHooksTest extends HooksContract.Signing {
  @Override
  protected Hooks hooks() {
    return new GiteaHooks();
  }

  @Override
  protected Map<String, String> headers(String kind, byte[] body, Secret secret) {
    return Map.of(
        "X-Gitea-Event",
        kind,
        "X-Gitea-Delivery",
        "f6266f16-1bf3-46a5-9ea4-602e06ead473",
        "X-Gitea-Signature",
        Signature.of(secret, body));
  }

  @Override
  protected String file(String name) {
    return "gitea/hook-" + name + ".json";
  }

  @Test
  void shouldUnderstandWhatGiteaTells() {
    PullRequest.Id seven = new PullRequest.Id("7");
    assertEquals(new Event.Pushed(), genuine("push", "push").event());
    assertEquals(new Event.Changed(seven), genuine("pull_request", "pull-request").event());
    assertEquals(new Event.Commented(seven), genuine("issue_comment", "pull-comment").event());
    assertEquals(
        new Event.Commented(seven), genuine("pull_request_approved", "pull-request").event());
  }

  @Test
  void shouldUnderstandTheHeadersOfForgejo() {
    byte[] body = body("push");
    Map<String, String> forgejo =
        Map.of("X-Forgejo-Event", "push", "X-Forgejo-Signature", Signature.of(SECRET, body));
    Genuine genuine =
        assertInstanceOf(Genuine.class, hooks().read(new Delivery(forgejo, body), SECRET));
    assertEquals(new Event.Pushed(), genuine.event());
  }

  @Test
  void shouldLeaveTheRest() {
    assertIsOther(read("issue_comment", body("issue-comment")));
    assertIsOther(read("release", body("push")));
  }
}
