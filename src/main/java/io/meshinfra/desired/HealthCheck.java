package io.meshinfra.desired;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What has to be so on a node after it took a change. It is asked on the node itself.
 *
 * @param timeout of one try
 * @param tries how often it is asked before it counts as failed; at least once
 * @param every the pause between two tries
 */
public record HealthCheck(Question question, Duration timeout, int tries, Duration every) {

  /** What is asked. */
  public sealed interface Question {
    /** A command of {@code sh}, as root; exit code 0 is healthy. */
    record Command(String command) implements Question {}

    /** A service is active. */
    record Service(String name) implements Question {}

    /**
     * A web server answers.
     *
     * @param status that it must answer with; any below 400 when it is empty
     */
    record Http(URI url, Optional<Integer> status) implements Question {}

    /** A connection is accepted. */
    record Tcp(String host, int port) implements Question {}
  }

  /** Longest time that all tries can take. */
  public Duration longest() {
    return timeout.plus(every).multipliedBy(tries);
  }

  /** What people call it. */
  public String title() {
    return switch (question) {
      case Question.Command command -> "command " + command.command();
      case Question.Service service -> "service " + service.name();
      case Question.Http http -> "http " + http.url();
      case Question.Tcp tcp -> "tcp " + tcp.host() + ":" + tcp.port();
    };
  }
}
