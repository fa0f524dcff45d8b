package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.client.Kept.Tagged;
import io.meshinfra.secret.Secret;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Asks one forge: within bounds, not more often than it wants, and so that whatever it does becomes
 * an {@link Answer}.
 *
 * @param <A> the requests that it knows, each giving a {@link Response}
 */
public final class Wire<A extends Closeable> {
  private final Line<A> line;
  private final Manner manner;
  private final Credentials credentials;
  private final RateLimit limit;
  private final Judge judge;
  private final Breakdown breakdown;
  private final Kept kept = new Kept();

  /**
   * How a forge is spoken to.
   *
   * @param forge what people call it
   * @param scheme what stands before the token in the header Authorization
   * @param repository for messages
   * @param timeout that one exchange may take as a whole; the limits of the connection are not
   *     enough, a forge that sends a byte now and then never reaches them
   */
  public record Manner(String forge, String scheme, String repository, Duration timeout) {}

  public Wire(Line<A> line, Manner manner, Credentials credentials, Clock clock) {
    this.line = line;
    this.manner = manner;
    this.credentials = credentials;
    this.limit = new RateLimit(clock);
    this.judge = new Judge(manner.forge(), manner.repository(), credentials.setting());
    this.breakdown = new Breakdown(manner.forge(), line.url(), manner.timeout());
  }

  /** One request. */
  public interface Request<A> extends BiFunction<A, Ask, Response> {}

  /** What a reply means that is a failure by its status and is none here; empty when it is one. */
  public interface Expected<T> extends Function<Reply, Optional<T>> {}

  /** Asks, and reads what comes back. */
  public <T> Answer<T> ask(Purpose purpose, Request<A> request, Function<Json, T> reader) {
    return ask(purpose, request, reader, failure -> Optional.empty());
  }

  /** Like the other; some failures are answers too. */
  public <T> Answer<T> ask(
      Purpose purpose, Request<A> request, Function<Json, T> reader, Expected<T> expected) {
    return exchange(Optional.empty(), request)
        .then(reply ->
            (reply.isFine() ? Optional.<T>empty() : expected.apply(reply))
                .map(Answer::of)
                .orElseGet(
                    () -> readReply(reply, purpose, fine -> reader.apply(Json.of(fine.body())))));
  }

  /** Like {@link #ask}; that the thing is not there is an answer too. */
  public <T> Answer<Optional<T>> askIfThere(
      Purpose purpose, Request<A> request, Function<Json, T> reader) {
    return ask(
        purpose,
        request,
        found -> Optional.of(reader.apply(found)),
        failure -> isGone(failure) ? Optional.of(Optional.empty()) : Optional.empty());
  }

  private static boolean isGone(Reply reply) {
    return reply.status() == 404 || reply.status() == 410;
  }

  /**
   * Asks for something that was asked for before; the forge need not say it again when it has not
   * changed.
   *
   * @param question names what is asked for
   */
  public <T> Answer<T> look(
      String question, Purpose purpose, Request<A> request, Function<Reply, T> reader) {
    Optional<Tagged> before = kept.get(question);
    return exchange(before.map(Tagged::tag), request)
        .then(reply -> {
          if (reply.status() == 304 && before.isPresent()) {
            return understood(before.get().reply(), reader);
          }
          if (reply.isFine()) {
            kept.keep(question, reply);
          }
          return readReply(reply, purpose, reader);
        });
  }

  private <T> Answer<T> readReply(Reply reply, Purpose purpose, Function<Reply, T> reader) {
    if (!reply.isFine()) {
      return judge.no(reply, purpose);
    }
    return reply.isJson() ? understood(reply, reader) : judge.noJson();
  }

  private <T> Answer<T> understood(Reply reply, Function<Reply, T> reader) {
    try {
      return Answer.of(reader.apply(reply));
    } catch (Json.NotUnderstood e) {
      return judge.notUnderstood(e);
    }
  }

  private Answer<Reply> exchange(Optional<String> tag, Request<A> request) {
    Optional<Duration> wait = limit.left();
    if (wait.isPresent()) {
      return limit.later(manner.forge(), wait.get());
    }
    return credentials.current().then(token -> exchange(token, tag, request));
  }

  private Answer<Reply> exchange(Secret token, Optional<String> tag, Request<A> request) {
    Ask ask = new Ask(manner.scheme() + " " + token.reveal(), tag.orElse(null));
    try {
      Reply reply = Exchange.within(manner.timeout(), () -> request.apply(line.api(), ask));
      return heard(reply.isFine() ? reply : reply.without(token));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Later<>("the hub is being stopped", Duration.ofSeconds(1));
    } catch (TimeoutException e) {
      line.cut();
      return breakdown.of(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exchange.TooLarge) {
        line.cut();
      }
      return breakdown.of(e.getCause());
    }
  }

  private Answer<Reply> heard(Reply reply) {
    limit.note(reply);
    if (RateLimit.isLimited(reply)) {
      return limit.later(manner.forge(), limit.left().orElse(Duration.ofSeconds(1)));
    }
    if (reply.status() == 401) {
      credentials.refused();
    }
    return Answer.of(reply);
  }
}
