package io.meshinfra.forge.github;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.SignedDelivery;
import io.meshinfra.model.Printable;
import io.meshinfra.secret.Secret;
import java.util.Optional;

/** Deliveries of GitHub. */
final class GithubHooks implements Hooks {
  private static final String HEADER = "X-Hub-Signature-256";
  private static final String PREFIX = "sha256=";

  @Override
  public Hook read(Delivery delivery, Secret secret) {
    Optional<String> claim =
        delivery
            .header(HEADER)
            .filter(text -> text.startsWith(PREFIX))
            .map(text -> text.substring(PREFIX.length()));
    String kind = delivery.header("x-github-event").orElse("");
    return SignedDelivery.read(delivery, claim, HEADER, secret, body -> event(kind, body));
  }

  private static Event event(String kind, Json body) {
    return switch (kind) {
      case "push" -> new Event.Pushed();
      case "pull_request" -> new Event.Changed(id(body.object("pull_request")));
      case "issue_comment" -> comment(body);
      case "pull_request_review", "pull_request_review_comment" ->
          new Event.Commented(id(body.object("pull_request")));
      default -> new Event.Other("an event of the kind " + Printable.quote(kind));
    };
  }

  /** For GitHub a pull request is an issue too. */
  private static Event comment(Json body) {
    Json issue = body.object("issue");
    return issue.maybeObject("pull_request").isPresent()
        ? new Event.Commented(id(issue))
        : new Event.Other("a comment on an issue");
  }

  private static PullRequest.Id id(Json numbered) {
    return new PullRequest.Id(Long.toString(numbered.number("number")));
  }
}
