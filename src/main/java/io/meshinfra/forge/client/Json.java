package io.meshinfra.forge.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.forge.Login;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of what a forge answered. Strict where something is needed, blind to all else: forges add
 * fields as they please.
 *
 * @param path where it is in the answer, for messages
 */
public record Json(JsonNode node, String path) {
  /** Of a title; more says nothing. */
  private static final int LONGEST_LINE = 255;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,9})?");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    // The answer itself is bounded; within it a comment may be as long as the forge allows.
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxStringLength(Exchange.LARGEST)
                .build());
  }

  /** Something that is needed is missing, or has another form. */
  public static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotUnderstood(String message) {
      super(message);
    }
  }

  /** No answer at all, for a question whose answer does not matter. */
  static Json nothing() {
    return new Json(MAPPER.nullNode(), "the answer");
  }

  /**
   * @throws NotUnderstood when it is no JSON
   */
  public static Json of(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      return new Json(node == null ? MAPPER.missingNode() : node, "the answer");
    } catch (JsonProcessingException e) {
      throw new NotUnderstood("the answer is no JSON, or breaks off");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private Json at(String field) {
    return new Json(node.path(field), path + "." + field);
  }

  private NotUnderstood isNo(String what) {
    return new NotUnderstood(path + " is no " + what);
  }

  public Json object(String field) {
    return maybeObject(field).orElseThrow(() -> at(field).isNo("object"));
  }

  public Optional<Json> maybeObject(String field) {
    Json part = at(field);
    return part.node.isObject() ? Optional.of(part) : Optional.empty();
  }

  /** The elements of a list. */
  public List<Json> elements() {
    if (!node.isArray()) {
      throw isNo("list");
    }
    List<Json> all = new ArrayList<>();
    node.forEach(element -> all.add(new Json(element, path + "[" + all.size() + "]")));
    return all;
  }

  /** The elements of a list in it. */
  public List<Json> list(String field) {
    return at(field).elements();
  }

  /** A list of text of any length and content; what is no text in it is left out. */
  public List<String> texts(String field) {
    return list(field).stream()
        .filter(element -> element.node.isTextual())
        .map(element -> element.node.textValue())
        .toList();
  }

  /** Text of any length and content. */
  public String text(String field) {
    return maybeText(field).orElseThrow(() -> at(field).isNo("text"));
  }

  public Optional<String> maybeText(String field) {
    JsonNode text = node.path(field);
    return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
  }

  /** Text for people, on one line, printable, and not endless. */
  public String line(String field) {
    String text = text(field);
    return Printable.line(text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text);
  }

  /** The name of a branch. */
  public String branch(String field) {
    String name = text(field);
    boolean odd =
        name.chars().anyMatch(Character::isWhitespace) || !Printable.block(name).equals(name);
    if (name.isEmpty() || name.length() > LONGEST_LINE || odd) {
      throw at(field).isNo("name of a branch");
    }
    return name;
  }

  /** Who it was; nobody when that account is gone. */
  public String login(String account, String field) {
    return maybeObject(account)
        .flatMap(user -> user.maybeText(field))
        .map(Login::orNobody)
        .orElse(Login.NOBODY);
  }

  /** A whole number, not negative. */
  public long number(String field) {
    JsonNode number = node.path(field);
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw at(field).isNo("whole number");
    }
    return number.longValue();
  }

  /** The number of something that may be gone; then forges say nothing, null, or -1. */
  public Optional<Long> maybeNumber(String field) {
    JsonNode number = node.path(field);
    boolean there = number.isIntegralNumber() && number.canConvertToLong();
    return there && number.longValue() >= 0 ? Optional.of(number.longValue()) : Optional.empty();
  }

  public boolean isNull(String field) {
    return node.path(field).isNull();
  }

  public boolean isTrue(String field) {
    return node.path(field).asBoolean(false);
  }

  public Revision revision(String field) {
    return maybeRevision(field).orElseThrow(() -> at(field).isNo("commit id"));
  }

  /** Empty where there is none; something else in its place is an error. */
  public Optional<Revision> maybeRevision(String field) {
    Optional<String> text = maybeText(field).filter(id -> !id.isEmpty());
    try {
      return text.map(Revision::new);
    } catch (IllegalArgumentException e) {
      throw at(field).isNo("commit id");
    }
  }

  public List<Revision> revisions(String field) {
    try {
      return texts(field).stream().map(Revision::new).toList();
    } catch (IllegalArgumentException e) {
      throw at(field).isNo("list of commit ids");
    }
  }

  public Instant instant(String field) {
    try {
      return OffsetDateTime.parse(text(field)).toInstant();
    } catch (DateTimeParseException e) {
      throw at(field).isNo("time");
    }
  }

  /** A time in seconds since 1970, with a fraction or without, as text. */
  public Instant secondsSince1970(String field) {
    String text = text(field);
    if (!SECONDS.matcher(text).matches()) {
      throw at(field).isNo("time in seconds");
    }
    BigDecimal seconds = new BigDecimal(text);
    return Instant.ofEpochSecond(
        seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
  }

  /** The address of a page for people. */
  public URI page(String field) {
    try {
      URI page = URI.create(text(field));
      boolean web = "https".equals(page.getScheme()) || "http".equals(page.getScheme());
      if (web && page.getHost() != null && page.getUserInfo() == null) {
        return page;
      }
    } catch (IllegalArgumentException e) {
      throw at(field).isNo("address");
    }
    throw at(field).isNo("address");
  }
}
