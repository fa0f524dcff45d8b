package io.meshinfra.tailnet;

import java.time.Duration;
import java.util.Optional;

/** What a status means that is no success, and how to mend it. */
final class Faults {
  private static final Duration USUAL = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private Faults() {}

  /** What was asked for: scopes and paths are others. */
  enum About {
    POLICY,
    DEVICES
  }

  /**
   * @param said what Tailscale explains, short and without secrets; may be empty
   */
  static <T> TailnetAnswer<T> of(Reply reply, String host, String said, About about) {
    String what = said.isEmpty() ? "" : ": " + said;
    return switch (reply.status()) {
      case 400 ->
          new TailnetAnswer.Refused<>(
              host
                  + switch (about) {
                    case POLICY -> " takes no such policy file";
                    case DEVICES -> " takes no such request for a device";
                  }
                  + what);
      case 401 ->
          new TailnetAnswer.Refused<>(
              "%s does not know the credential (401); make a new one where mesh.tailscale names it, API keys end after 90 days"
                  .formatted(host));
      case 403 ->
          new TailnetAnswer.Refused<>(
              "the credential may not do that at %s (403); it needs the scope %s, to read and to write"
                  .formatted(
                      host,
                      switch (about) {
                        case POLICY -> "policy_file";
                        case DEVICES -> "devices:core";
                      }));
      case 404 ->
          new TailnetAnswer.Refused<>(
              "%s has no such tailnet%s (404); mesh.tailscale.tailnet is the organization in the general settings, or -"
                  .formatted(
                      host,
                      switch (about) {
                        case POLICY -> "";
                        case DEVICES -> ", or no such device any more";
                      }));
      case 412 ->
          new TailnetAnswer.Changed<>(
              "somebody has changed the policy file meanwhile (412); look at the difference again");
      case 413 -> new TailnetAnswer.Refused<>(host + " takes no policy file of that size (413)");
      case 429 ->
          new TailnetAnswer.Later<>(host + " wants to be asked less often (429)", wait(reply));
      default ->
          reply.status() / 100 == 5
              ? new TailnetAnswer.Later<>(
                  "%s has trouble of its own (%d)".formatted(host, reply.status()), wait(reply))
              : new TailnetAnswer.Refused<>(
                  "%s answered with the status %d, which its documentation does not have; is it the address of Tailscale?"
                      .formatted(host, reply.status()));
    };
  }

  private static Duration wait(Reply reply) {
    Optional<Duration> asked =
        reply
            .retryAfter()
            .map(String::strip)
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    Duration wait = asked.filter(one -> one.compareTo(USUAL) > 0).orElse(USUAL);
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
