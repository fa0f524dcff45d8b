package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hooks;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.SignedDelivery;
import io.meshinfra.model.Printable;
import io.meshinfra.secret.Secret;

/** Deliveries of Pagure; the secret is the project's hook token, which Pagure makes itself. */
final class PagureHooks implements Hooks {
  /** Beside it there is one with SHA-1, which is not looked at. */
  private static final String HEADER = "X-Pagure-Signature-256";

  @Override
  public Hook read(Delivery delivery, Secret secret) {
    return SignedDelivery.read(
        delivery, delivery.header(HEADER), HEADER, secret, PagureHooks::event);
  }

  /** What it is about is in the header too, but only the body is signed. */
  private static Event event(Json body) {
    String topic = body.text("topic");
    return switch (topic) {
      case "git.receive" -> new Event.Pushed();
      case "pull-request.new",
          "pull-request.updated",
          "pull-request.rebased",
          "pull-request.closed",
          "pull-request.reopened",
          "pull-request.initial_comment.edited" ->
          new Event.Changed(id(body));
      case "pull-request.comment.added", "pull-request.comment.edited" ->
          new Event.Commented(id(body));
      default -> new Event.Other("an event of the topic " + Printable.quote(topic));
    };
  }

  private static PullRequest.Id id(Json body) {
    long number = body.object("msg").object("pullrequest").number("id");
    return new PullRequest.Id(Long.toString(number));
  }
}
