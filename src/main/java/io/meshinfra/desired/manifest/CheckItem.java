package io.meshinfra.desired.manifest;

import io.meshinfra.desired.HealthCheck;
import io.meshinfra.desired.HealthCheck.Question;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** One health check, as it is written: exactly one question, and how patiently it is asked. */
@Doc(
    value =
        "A health check; exactly one of command, service, http, tcp. All of them are asked on the"
            + " node, as root, in this order.",
    example = "- service: nginx\n- http: {url: \"http://127.0.0.1/health\"}\n  tries: 5")
public record CheckItem(
    @Doc("A command of sh; exit code 0 is healthy.") @Size(min = 1, max = 10000)
        Optional<String> command,
    @Doc("A service that must be active.") Optional<CheckedService> service,
    @Doc("A web server that must answer.") Optional<Http> http,
    @Doc("A port that must accept connections.") Optional<Tcp> tcp,
    @Doc(value = "How long one try may take.", byDefault = "10s") Span timeout,
    @Doc(value = "How often it is asked before it counts as failed.", byDefault = "3")
        @Min(1)
        @Max(100)
        Integer tries,
    @Doc(value = "Pause between two tries.", byDefault = "2s") Span every) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Does not repeat what was written, as that may hold a password. */
  private static final String NO_ADDRESS =
      "url is an address like http://127.0.0.1:8080/health, without a login";

  /** A web server that must answer. */
  @Doc("A web server that must answer.")
  public record Http(
      @Doc("Address, as the node sees it.") @NotNull String url,
      @Doc(value = "Status that it must answer with.", byDefault = "any below 400")
          @Min(100)
          @Max(599)
          Integer status) {
    public Http {
      uri(url);
    }

    private static URI uri(String url) {
      try {
        URI uri = new URI(url);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (web && uri.getHost() != null && uri.getUserInfo() == null) {
          return uri;
        }
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(NO_ADDRESS, e);
      }
      throw new IllegalArgumentException(NO_ADDRESS);
    }
  }

  /** A port that must accept connections. */
  @Doc("A port that must accept connections.")
  public record Tcp(
      @Doc(value = "Host, as the node sees it.", byDefault = "127.0.0.1") HostAddress host,
      @Doc("TCP port.") @NotNull @Min(1) @Max(65535) Integer port) {}

  /** Name of a service in a check. */
  public record CheckedService(String value) {
    public static CheckedService parse(String text) {
      if (!text.matches("[A-Za-z0-9_][A-Za-z0-9:_.@-]{0,79}")) {
        throw new IllegalArgumentException(
            "a service name is letters, digits and : _ . @ -, not " + Printable.quote(text));
      }
      return new CheckedService(text);
    }
  }

  public CheckItem {
    long questions = Stream.of(command, service, http, tcp).filter(Optional::isPresent).count();
    if (questions != 1) {
      throw new IllegalArgumentException(
          "each check has exactly one of command, service, http, tcp; start a new list item for"
              + " the next");
    }
    timeout = timeout == null ? new Span(Duration.ofSeconds(10)) : timeout;
    tries = tries == null ? 3 : tries;
    every = every == null ? new Span(Duration.ofSeconds(2)) : every;
    if (timeout.duration().isZero()) {
      throw new IllegalArgumentException("timeout: a check needs some time, at least 1s");
    }
    if (timeout.duration().plus(every.duration()).multipliedBy(tries).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "all tries of a check take at most 10m together: tries x (timeout + every)");
    }
  }

  public HealthCheck check() {
    return new HealthCheck(question(), timeout.duration(), tries, every.duration());
  }

  private Question question() {
    return command
        .<Question>map(Question.Command::new)
        .or(() -> service.map(name -> new Question.Service(name.value())))
        .or(() ->
            http.map(
                web -> new Question.Http(Http.uri(web.url()), Optional.ofNullable(web.status()))))
        .or(() ->
            tcp.map(port ->
                new Question.Tcp(
                    port.host() == null ? "127.0.0.1" : port.host().value(), port.port())))
        .orElseThrow();
  }
}
