package io.meshinfra.forge.client;

import io.meshinfra.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a forge answered, whole and bounded.
 *
 * @param headers by name in lower case, the first value of each
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {
  private static final Pattern PAGE = Pattern.compile("[?&]page=([0-9]{1,6})(?![0-9])");

  public Reply {
    TreeMap<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    headers = Collections.unmodifiableMap(lower);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the forge explains itself with these words. */
  public boolean says(String words) {
    return Complaint.of(this).contains(words);
  }

  public boolean isFine() {
    return status >= 200 && status < 300;
  }

  /** Without the token, should the forge say it back; for what is told to people. */
  Reply without(Secret token) {
    Map<String, String> told = new TreeMap<>(headers);
    told.replaceAll((name, value) -> token.redactIn(value));
    String text = new String(body, StandardCharsets.UTF_8);
    return new Reply(status, told, token.redactIn(text).getBytes(StandardCharsets.UTF_8));
  }

  boolean isRedirect() {
    return status >= 300 && status < 400 && status != 304;
  }

  boolean isJson() {
    return header("content-type").map(type -> type.contains("json")).orElse(false);
  }

  /** A whole number that is not negative. */
  OptionalLong number(String name) {
    return header(name)
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** A date in the form of HTTP. */
  Optional<Instant> date(String name) {
    return header(name).flatMap(Reply::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The host of a redirection. */
  Optional<String> redirectedTo() {
    try {
      return header("location").map(URI::create).map(URI::getHost);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The number of the last page, of a list that has more than one. */
  public int lastPage() {
    return header("link").map(Reply::lastPage).orElse(1);
  }

  /** Only the number is read: an address that a forge names is never followed. */
  private static int lastPage(String link) {
    return Stream.of(link.split(","))
        .filter(part -> part.contains("rel=\"last\""))
        .map(PAGE::matcher)
        .filter(Matcher::find)
        .map(page -> Math.max(1, Integer.parseInt(page.group(1))))
        .findFirst()
        .orElse(1);
  }
}
