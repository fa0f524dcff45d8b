package io.meshinfra.forge.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.HooksContract;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.Signature;
import io.meshinfra.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GithubHooksTest extends HooksContract.Signing {
  @Override
  protected Hooks hooks() {
    return new GithubHooks();
  }

  @Override
  protected Map<String, String> headers(String kind, byte[] body, Secret secret) {
    return Map.of(
        "X-GitHub-Event",
        kind,
        "X-GitHub-Delivery",
        "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256",
        "sha256=" + Signature.of(secret, body));
  }

  @Override
  protected String file(String name) {
    return "github/hook-" + name + ".json";
  }

  @Test
  void shouldUnderstandWhatGitHubTells() {
    assertEquals(new Event.Pushed(), genuine("push", "push").event());
    assertEquals(
        new Event.Changed(new PullRequest.Id("2")),
        genuine("pull_request", "pull-request").event());
    assertEquals(
        new Event.Commented(new PullRequest.Id("1")),
        genuine("issue_comment", "pull-comment").event());
    assertEquals(
        new Event.Commented(new PullRequest.Id("2")),
        genuine("pull_request_review", "pull-request").event());
  }

  @Test
  void shouldLeaveTheRest() {
    assertIsOther(read("issue_comment", body("issue-comment")));
    assertIsOther(read("ping", body("ping")));
    assertIsOther(read("\u001b[31m", body("ping")));
  }

  /** The example in GitHub's own documentation. */
  @Test
  void shouldTakeTheSignatureThatGitHubMakes() {
    Delivery documented =
        new Delivery(
            Map.of(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
            bytes("Hello, World!"));
    Secret secret = Secret.of("It's a Secret to Everybody");
    assertInstanceOf(Hook.Unreadable.class, hooks().read(documented, secret), "not forged");
  }

  @Test
  void shouldNotTakeTheOldSignature() {
    byte[] body = body("push");
    Map<String, String> old = Map.of("X-Hub-Signature", "sha1=" + Signature.of(SECRET, body));
    assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(old, body), SECRET));
  }
}
