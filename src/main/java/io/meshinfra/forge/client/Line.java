package io.meshinfra.forge.client;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The connections to one address. They are made when they are needed, and made anew after something
 * went wrong on them: a reply that does not end would otherwise be read on and on.
 */
public final class Line<A extends Closeable> {
  private static final Logger LOG = Logger.getLogger(Line.class);
  private static final int CONNECT_SECONDS = 10;

  /** Nobody waits that long: it only ends what nobody waits for any more. */
  private static final int IDLE_SECONDS = 120;

  private final Class<A> requests;
  private final URI url;
  private A open;

  /**
   * @param requests an interface with the annotations of JAX-RS
   * @param url below which all paths are
   */
  public Line(Class<A> requests, URI url) {
    this.requests = requests;
    this.url = url;
  }

  URI url() {
    return url;
  }

  synchronized A api() {
    if (open == null) {
      open =
          QuarkusRestClientBuilder.newBuilder()
              .baseUri(url)
              .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
              .readTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
              // A redirection would take the token to wherever it leads.
              .followRedirects(false)
              .disableDefaultMapper(true)
              .userAgent("mesh-infra")
              .build(requests);
    }
    return open;
  }

  /** Ends whatever still goes on. */
  void cut() {
    A cut;
    synchronized (this) {
      cut = open;
      open = null;
    }
    if (cut != null) {
      try {
        cut.close();
      } catch (IOException e) {
        LOG.debug("a connection that is not wanted any more could not be closed", e);
      }
    }
  }
}
