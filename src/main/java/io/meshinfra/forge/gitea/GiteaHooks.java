package io.meshinfra.forge.gitea;

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

/** Deliveries of Gitea; Forgejo sends its own headers and those of Gitea. */
final class GiteaHooks implements Hooks {
  private static final String HEADER = "X-Gitea-Signature";

  @Override
  public Hook read(Delivery delivery, Secret secret) {
    Optional<String> claim =
        delivery.header(HEADER).or(() -> delivery.header("X-Forgejo-Signature"));
    String kind =
        delivery.header("X-Gitea-Event").or(() -> delivery.header("X-Forgejo-Event")).orElse("");
    return SignedDelivery.read(delivery, claim, HEADER, secret, body -> event(kind, body));
  }

  private static Event event(String kind, Json body) {
    return switch (kind) {
      case "push" -> new Event.Pushed();
      case "pull_request" -> new Event.Changed(id(body.object("pull_request")));
      case "issue_comment" -> comment(body);
      case "pull_request_comment", "pull_request_approved", "pull_request_rejected" ->
          new Event.Commented(id(body.object("pull_request")));
      default -> new Event.Other("an event of the kind " + Printable.quote(kind));
    };
  }

  /** For Gitea a pull request is an issue too. */
  private static Event comment(Json body) {
    return body.isTrue("is_pull")
        ? new Event.Commented(id(body.object("issue")))
        : new Event.Other("a comment on an issue");
  }

  private static PullRequest.Id id(Json numbered) {
    return new PullRequest.Id(Long.toString(numbered.number("number")));
  }
}
