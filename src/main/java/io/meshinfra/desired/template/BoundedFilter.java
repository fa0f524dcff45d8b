package io.meshinfra.desired.template;

import com.hubspot.jinjava.interpret.InvalidInputException;
import com.hubspot.jinjava.interpret.InvalidReason;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Collection;
import java.util.Map;

/** A filter of the engine that pays for its work, and is refused when its result would be huge. */
final class BoundedFilter implements Filter {
  private final Filter filter;

  BoundedFilter(Filter filter) {
    this.filter = filter;
  }

  @Override
  public String getName() {
    return filter.getName();
  }

  @Override
  public boolean preserveSafeString() {
    return filter.preserveSafeString();
  }

  @Override
  public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
    Watch.current().charge(1 + size(value) / 64);
    refuseSecrets(value, (Object[]) arguments);
    return filter.filter(value, interpreter, arguments);
  }

  @Override
  public Object filter(
      Object value, JinjavaInterpreter interpreter, Object[] arguments, Map<String, Object> named) {
    refuseSecrets(value, arguments);
    refuseSecrets(value, named.values().toArray());
    long size = size(value);
    long most = 1;
    for (Object argument : arguments) {
      most = Math.max(most, weight(argument));
    }
    for (Object argument : named.values()) {
      most = Math.max(most, weight(argument));
    }
    if (multiplies(getName()) && (size + 1) * most > Templates.LARGEST_OUTPUT) {
      throw new InvalidInputException(
          interpreter, this, InvalidReason.LENGTH, (size + 1) * most, Templates.LARGEST_OUTPUT);
    }
    Watch.current().charge(1 + size / 64);
    return filter.filter(value, interpreter, arguments, named);
  }

  private void refuseSecrets(Object value, Object... arguments) {
    String what = "the filter " + getName();
    SecretMarks.refuseIn(value, what);
    for (Object argument : arguments) {
      SecretMarks.refuseIn(argument, what);
    }
    if (value instanceof Collection<?> items) {
      items.forEach(item -> SecretMarks.refuseIn(item, what));
    }
  }

  private static boolean multiplies(String name) {
    return switch (name) {
      case "replace", "join", "indent", "batch", "regex_replace", "round" -> true;
      default -> false;
    };
  }

  private static long weight(Object argument) {
    return argument instanceof Number number ? Math.abs(number.longValue()) : size(argument);
  }

  private static long size(Object value) {
    return switch (value) {
      case null -> 0;
      case CharSequence text -> text.length();
      case Collection<?> items -> items.size();
      case Map<?, ?> map -> map.size();
      default -> 1;
    };
  }
}
