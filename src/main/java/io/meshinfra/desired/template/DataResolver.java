package io.meshinfra.desired.template;

import com.hubspot.jinjava.el.ext.JinjavaBeanELResolver;
import com.hubspot.jinjava.el.ext.JinjavaListELResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/**
 * Lets a template see data and nothing of Java: keys of maps, items of lists, the state of a loop,
 * and the few methods of Python's types that people use.
 */
final class DataResolver extends ELResolver {
  private final ELResolver lists = new JinjavaListELResolver(true);
  private final ELResolver engine = new JinjavaBeanELResolver(true);

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    if (base == null) {
      return null;
    }
    context.setPropertyResolved(true);
    String name = String.valueOf(property);
    return switch (base) {
      case Map<?, ?> map when map.containsKey(name) -> map.get(name);
      case Map<?, ?> map -> {
        List<String> known = map.keySet().stream().map(String::valueOf).toList();
        yield missing(name, known);
      }
      case List<?> list -> lists.getValue(context, list, property);
      case ForLoop loop -> engine.getValue(context, loop, property);
      case Filter filter -> null;
      case ExpTest test -> null;
      default -> missing(name, List.of());
    };
  }

  private static Object missing(String name, List<String> known) {
    if (!PythonMethods.NAMES.contains(name)) {
      Watch.missingField(name, known);
    }
    return null;
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] parameters) {
    if (base instanceof Filter || base instanceof ExpTest) {
      return engine.invoke(context, base, method, types, parameters);
    }
    context.setPropertyResolved(true);
    return PythonMethods.call(base, String.valueOf(method), parameters);
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    // Nothing in a template can be written to through an expression.
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return Object.class;
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }
}
