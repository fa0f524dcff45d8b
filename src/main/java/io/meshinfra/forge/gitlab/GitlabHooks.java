package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.TokenDelivery;
import io.meshinfra.model.Printable;
import io.meshinfra.secret.Secret;
import java.util.List;

/** Deliveries of GitLab. */
final class GitlabHooks implements Hooks {
  /**
   * The first stays the same when GitLab tries again. X-Gitlab-Event-UUID does not do: all that one
   * request causes has the same, a push and the change of its merge request.
   */
  private static final List<String> IDS = List.of("idempotency-key", "x-gitlab-webhook-uuid");

  @Override
  public Hook read(Delivery delivery, Secret secret) {
    return TokenDelivery.read(delivery, "X-Gitlab-Token", IDS, secret, GitlabHooks::event);
  }

  private static Event event(Json body) {
    String kind = body.text("object_kind");
    return switch (kind) {
      case "push" -> new Event.Pushed();
      case "merge_request" -> new Event.Changed(id(body.object("object_attributes")));
      case "note" -> note(body);
      default -> new Event.Other("an event of the kind " + Printable.quote(kind));
    };
  }

  /** Issues, commits and snippets have notes too. */
  private static Event note(Json body) {
    return body.maybeObject("merge_request")
        .<Event>map(request -> new Event.Commented(id(request)))
        .orElseGet(() -> new Event.Other("a note on no merge request"));
  }

  private static PullRequest.Id id(Json numbered) {
    return new PullRequest.Id(Long.toString(numbered.number("iid")));
  }
}
