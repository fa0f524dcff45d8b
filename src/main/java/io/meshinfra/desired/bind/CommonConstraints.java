package io.meshinfra.desired.bind;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Yaml;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the constraints that nearly every spec makes do with. Starting Hibernate Validator was
 * measured at 540 to 690 ms, more than a command line may take in all, so it is left to the rare
 * ones.
 */
final class CommonConstraints {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          Max.class,
          Min.class,
          NotBlank.class,
          NotEmpty.class,
          NotNull.class,
          Pattern.class,
          Positive.class,
          PositiveOrZero.class,
          Size.class);

  private CommonConstraints() {}

  static boolean knows(Annotation constraint) {
    return KNOWN.contains(constraint.annotationType());
  }

  static List<Finding> check(Shape.Part part, Object value, Yaml yaml) {
    List<Finding> findings = new ArrayList<>();
    Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    part.rules().forEach(rule -> apply(rule, inner, yaml, part.key(), findings));
    for (Annotation rule : part.elementRules()) {
      switch (value) {
        case Optional<?> optional -> apply(rule, optional.orElse(null), yaml, part.key(), findings);
        case Map<?, ?> map ->
            map.forEach((key, item) -> apply(rule, item, at(yaml, key), part.key(), findings));
        case Collection<?> items -> {
          int index = 0;
          for (Object item : items) {
            apply(rule, item, at(yaml, index++, items.size()), part.key(), findings);
          }
        }
        default -> throw new IllegalStateException(part.key() + " has no elements");
      }
    }
    return findings;
  }

  private static Yaml at(Yaml yaml, Object key) {
    return yaml instanceof Yaml.Fields map ? map.get(key.toString()).orElse(yaml) : yaml;
  }

  /** A set may be smaller than the list it was written as; then the list must do as the place. */
  private static Yaml at(Yaml yaml, int index, int size) {
    return yaml instanceof Yaml.Items list && list.items().size() == size
        ? list.items().get(index)
        : yaml;
  }

  private static void apply(
      Annotation rule, Object value, Yaml yaml, String key, List<Finding> findings) {
    if (value == null) {
      return;
    }
    problem(rule, value)
        .ifPresent(problem -> {
          String shown = yaml instanceof Yaml.Scalar ? ", not " + yaml.found() : "";
          findings.add(yaml.at().finding(key + ": must " + problem + shown));
        });
  }

  private static Optional<String> problem(Annotation rule, Object value) {
    return switch (rule) {
      case Min min -> unless(number(value) >= min.value(), "be at least " + min.value());
      case Max max -> unless(number(value) <= max.value(), "be at most " + max.value());
      case Positive positive -> unless(number(value) > 0, "be at least 1");
      case PositiveOrZero positive -> unless(number(value) >= 0, "be at least 0");
      case NotBlank blank -> unless(!value.toString().isBlank(), "not be blank");
      case NotEmpty empty -> unless(size(value) > 0, "not be empty");
      case NotNull present -> Optional.empty();
      case Size size -> unless(size(value) >= size.min() && size(value) <= size.max(), range(size));
      case Pattern pattern ->
          unless(
              java.util.regex.Pattern.matches(pattern.regexp(), value.toString()),
              pattern.message().startsWith("{")
                  ? "match " + pattern.regexp()
                  : pattern.message().replaceFirst("^must ", ""));
      default -> throw new IllegalStateException("not a common constraint: " + rule);
    };
  }

  private static Optional<String> unless(boolean fine, String problem) {
    return fine ? Optional.empty() : Optional.of(problem);
  }

  private static String range(Size size) {
    if (size.max() == Integer.MAX_VALUE) {
      return "have at least " + size.min();
    }
    return "have " + size.min() + " to " + size.max() + " characters or items";
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : Long.parseLong(value.toString());
  }

  private static int size(Object value) {
    return switch (value) {
      case Collection<?> items -> items.size();
      case Map<?, ?> map -> map.size();
      default -> value.toString().length();
    };
  }
}
