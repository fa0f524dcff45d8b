package io.meshinfra.desired.bind;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Checks the constraint annotations of a component before its record is made, and says where in the
 * YAML the offending value stands.
 */
final class Constraints {
  private Constraints() {}

  /** Starts on first use only: it costs a command line more than all parsing does. */
  private static final class Lazy {
    static final Validator VALIDATOR = start();

    private static Validator start() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(Constraints.class.getClassLoader());
      try {
        return Validation.byProvider(HibernateValidator.class)
            .configure()
            .ignoreXmlConfiguration()
            .defaultLocale(Locale.ENGLISH)
            .messageInterpolator(
                new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false))
            .buildValidatorFactory()
            .getValidator();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  static List<Finding> check(Class<?> record, Shape.Part part, Object value, Yaml yaml) {
    return Lazy.VALIDATOR.validateValue(record, part.component().getName(), value).stream()
        .map(violation -> finding(violation, part.key(), yaml))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static Finding finding(ConstraintViolation<?> violation, String key, Yaml yaml) {
    Yaml culprit = yaml;
    for (Path.Node node : violation.getPropertyPath()) {
      culprit = inside(culprit, node);
    }
    Position at = culprit.at();
    String shown = culprit instanceof Yaml.Scalar ? ", not " + culprit.found() : "";
    return at.finding(key + ": " + violation.getMessage() + shown);
  }

  private static Yaml inside(Yaml yaml, Path.Node node) {
    return switch (yaml) {
      case Yaml.Items list when node.getIndex() != null && node.getIndex() < list.items().size() ->
          list.items().get(node.getIndex());
      case Yaml.Fields map when node.getKey() != null ->
          map.get(node.getKey().toString()).orElse(yaml);
      default -> yaml;
    };
  }
}
