package io.meshinfra.tailnet;

import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Asks with the credential, and says in words what is no success. */
final class Asking {
  private final Wire wire;
  private final Tokens tokens;
  private final Faults.About about;

  Asking(
      TailnetSite site, Function<SecretRef, Resolution> secrets, Clock clock, Faults.About about) {
    this.wire = new Wire(site);
    this.tokens = new Tokens(site.login(), wire, secrets, clock);
    this.about = about;
  }

  TailnetAnswer<Reply> ask(BiFunction<Wire, Secret, TailnetAnswer<Reply>> request) {
    return tokens
        .current()
        .then(token -> request.apply(wire, token).then(reply -> heard(reply, token)));
  }

  private TailnetAnswer<Reply> heard(Reply reply, Secret token) {
    if (reply.isFine()) {
      return new TailnetAnswer.Told<>(reply);
    }
    if (reply.status() == 401) {
      tokens.refused();
    }
    String said = Printable.line(token.redactIn(Said.of(reply.body())));
    return Faults.of(reply, wire.host(), said, about);
  }

  String host() {
    return wire.host();
  }
}
