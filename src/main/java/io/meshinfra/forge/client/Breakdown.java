package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.model.Printable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Says in words of the operator why a forge gave no reply at all.
 *
 * @param forge what people call it
 * @param url where it was looked for
 */
record Breakdown(String forge, URI url, Duration timeout) {
  /** Whatever it is, it is rarely over sooner. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  <T> Answer<T> of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException e -> {
          return later("is unknown; check mesh.forge.url, and the hub's DNS");
        }
        case ConnectException e -> {
          return later("refuses the connection, or does not answer");
        }
        case NoRouteToHostException e -> {
          return later("cannot be reached");
        }
        case SSLException e -> {
          return new Answer.Refused<>(
              "the certificate of %s is not accepted: %s"
                  .formatted(url.getHost(), Printable.line(String.valueOf(e.getMessage()))));
        }
        case Exchange.TooLarge e -> {
          return new Answer.Refused<>(
              "%s sends more than %d MB for one answer; that is not read"
                  .formatted(forge, Exchange.LARGEST >> 20));
        }
        case TimeoutException e -> {
          return later("did not answer within " + timeout.toSeconds() + " s");
        }
        default -> {
          // Its cause may say more.
        }
      }
    }
    return later("broke off: " + Printable.line(String.valueOf(failure.getMessage())));
  }

  private <T> Answer<T> later(String what) {
    return new Answer.Later<>(
        forge + " at " + Printable.quote(String.valueOf(url.getHost())) + " " + what, AGAIN);
  }
}
