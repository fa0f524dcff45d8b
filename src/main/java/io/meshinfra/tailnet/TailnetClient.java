package io.meshinfra.tailnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The policy file of a tailnet, as github.com/tailscale/tailscale publicapi/tailnet.md documents
 * it: read with its ETag, validated, and put only when it is still what was read.
 */
public final class TailnetClient {
  private static final String HUJSON = "application/hujson";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[!#-~]{1,200}\"");

  /** The ETag that stands for the file that every new tailnet has, as long as nobody touched it. */
  private static final String UNTOUCHED = "\"ts-default\"";

  private final String path;
  private final Asking asking;

  public TailnetClient(TailnetSite site, Function<SecretRef, Resolution> secrets, Clock clock) {
    this.path = site.path() + "/acl";
    this.asking = new Asking(site, secrets, clock, Faults.About.POLICY);
  }

  /**
   * A policy file.
   *
   * @param etag of exactly this text, in quotes
   */
  public record Held(String text, String etag) {}

  /** What is in force now. */
  public TailnetAnswer<Held> read() {
    return asking
        .ask((wire, token) -> wire.get(path, headers(token)))
        .then(reply -> {
          String etag = reply.etag().orElse("");
          return ETAG.matcher(etag).matches()
              ? new TailnetAnswer.Told<>(new Held(reply.body(), etag))
              : new TailnetAnswer.Refused<>(
                  "%s told no ETag of the policy file, so that it could not be replaced safely"
                      .formatted(asking.host()));
        });
  }

  /** Has Tailscale check a file and run its tests; tells warnings. It changes nothing. */
  public TailnetAnswer<List<String>> validate(String text) {
    return asking
        .ask((wire, token) -> wire.post(path + "/validate", sending(token, Map.of()), text))
        .then(reply -> judged(reply.body()));
  }

  /** Puts a file in place of the one that was read. */
  public TailnetAnswer<String> put(String text, Held before) {
    return put(text, before.etag());
  }

  /** Puts a file where nobody has put one yet. */
  public TailnetAnswer<String> putFirst(String text) {
    return put(text, UNTOUCHED);
  }

  private TailnetAnswer<String> put(String text, String etag) {
    return asking
        .ask((wire, token) -> wire.post(path, sending(token, Map.of("If-Match", etag)), text))
        .then(reply -> new TailnetAnswer.Told<>(reply.body()));
  }

  private static Map<String, String> headers(Secret token) {
    return Map.of("Authorization", "Bearer " + token.reveal(), "Accept", HUJSON);
  }

  private static Map<String, String> sending(Secret token, Map<String, String> more) {
    Map<String, String> headers = new TreeMap<>(headers(token));
    headers.put("Content-Type", HUJSON);
    headers.putAll(more);
    return headers;
  }

  /** A file that is refused is told with status 200 too; only the body says so. */
  private TailnetAnswer<List<String>> judged(String body) {
    if (body.isBlank()) {
      return new TailnetAnswer.Told<>(List.of());
    }
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer == null || !answer.isObject()) {
        return notUnderstood();
      }
      List<String> errors = Said.list(answer, "errors");
      List<String> warnings = Said.list(answer, "warnings");
      boolean wrong = !answer.path("message").asText("").isEmpty();
      return wrong && (!errors.isEmpty() || warnings.isEmpty())
          ? new TailnetAnswer.Refused<>(
              asking.host() + " refuses the policy file: " + Printable.line(Said.of(body)))
          : new TailnetAnswer.Told<>(warnings);
    } catch (JsonProcessingException e) {
      return notUnderstood();
    }
  }

  private TailnetAnswer<List<String>> notUnderstood() {
    return new TailnetAnswer.Refused<>(
        asking.host() + " judged the policy file in words that cannot be understood");
  }
}
