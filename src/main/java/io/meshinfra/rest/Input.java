package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.rest.view.Answers.FieldError;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks what was asked. All mistakes are told at once, each with the name of its field. */
final class Input {
  private static final int LONGEST_TEXT = 1000;
  private static final Pattern PLAN = Pattern.compile("[0-9a-f]{16}");

  private final List<FieldError> errors = new ArrayList<>();

  /** One value alone; a mistake is thrown at once. */
  static <T> T one(Function<Input, T> read) {
    Input input = new Input();
    T value = read.apply(input);
    input.check();
    return value;
  }

  NodeName node(String field, String text) {
    return parsed(field, text, NodeName::parse).orElse(null);
  }

  Optional<NodeName> maybeNode(String field, Optional<String> text) {
    return text.flatMap(given -> parsed(field, given, NodeName::parse));
  }

  RunId run(String field, String text) {
    return parsed(field, text, RunId::new).orElse(null);
  }

  Optional<RunId> maybeRun(String field, Optional<String> text) {
    return text.flatMap(given -> parsed(field, given, RunId::new));
  }

  /** Anything that a parser takes; what it says of a mistake is told. */
  <T> Optional<T> maybe(String field, Optional<String> text, Function<String, T> parser) {
    return text.flatMap(given -> parsed(field, given, parser));
  }

  /** The same for what must not be missing; null after a mistake. */
  <T> T needed(String field, Optional<String> text, Function<String, T> parser) {
    String given = needed(field, text);
    return given.isEmpty() ? null : parsed(field, given, parser).orElse(null);
  }

  /** What tells one plan from another. */
  Optional<String> planHash(String field, Optional<String> text) {
    return text.flatMap(given ->
        parsed(
            field,
            given,
            hash -> {
              if (!PLAN.matcher(hash).matches()) {
                throw new IllegalArgumentException("is 16 hexadecimal digits, as mesh plan tells");
              }
              return hash;
            }));
  }

  /** A whole number within bounds, or the default. */
  long number(String field, Optional<String> text, long least, long most, long otherwise) {
    return text.flatMap(given -> parsed(field, given, t -> number(t, least, most)))
        .orElse(otherwise);
  }

  private static long number(String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(range(least, most), e);
    }
    throw new IllegalArgumentException(range(least, most));
  }

  private static String range(long least, long most) {
    return "is a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most);
  }

  /** A text that says something; the empty one when it is missing, which is a mistake. */
  String needed(String field, Optional<String> text) {
    if (text.map(String::isBlank).orElse(true)) {
      errors.add(new FieldError(field, "is needed"));
      return "";
    }
    return bounded(field, text.get());
  }

  String text(String field, Optional<String> text, String otherwise) {
    return text.filter(given -> !given.isBlank())
        .map(given -> bounded(field, given))
        .orElse(otherwise);
  }

  private String bounded(String field, String text) {
    if (text.length() > LONGEST_TEXT) {
      errors.add(new FieldError(field, "is at most " + LONGEST_TEXT + " characters long"));
    }
    return text;
  }

  /** An instant that is still to come. */
  Optional<Instant> future(String field, Optional<String> text, Instant now) {
    return text.flatMap(given -> parsed(field, given, t -> future(t, now)));
  }

  private static Instant future(String text, Instant now) {
    try {
      Instant instant = Instant.parse(text);
      if (instant.isAfter(now)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is a time like 2026-01-31T18:00:00Z", e);
    }
    throw new IllegalArgumentException("is over already; now it is " + now);
  }

  /** A time span like {@code 60s}, {@code 2m} or {@code PT60S}, at most the longest. */
  Optional<Duration> span(String field, Optional<String> text, Duration longest) {
    return text.flatMap(given -> parsed(field, given, t -> span(t, longest)));
  }

  private static Duration span(String text, Duration longest) {
    try {
      String form = text.toUpperCase(Locale.ROOT);
      Duration span = Duration.parse(form.startsWith("P") ? form : "PT" + form);
      if (!span.isNegative() && span.compareTo(longest) <= 0) {
        return span;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is a time span like 60s or 2m", e);
    }
    throw new IllegalArgumentException("is at most " + longest.toMinutes() + "m");
  }

  private <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(field, e.getMessage()));
      return Optional.empty();
    }
  }

  /** Throws all mistakes as one answer. */
  void check() {
    if (!errors.isEmpty()) {
      throw mistakes(errors);
    }
  }

  /** The answer that names all mistakes. */
  static HttpProblem mistakes(List<FieldError> errors) {
    String detail =
        errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; "));
    return HttpProblem.builder()
        .withStatus(Status.BAD_REQUEST)
        .withTitle(Status.BAD_REQUEST.getReasonPhrase())
        .withDetail(detail)
        .with("errors", List.copyOf(errors))
        .build();
  }
}
