package io.meshinfra.desired.bind;

import io.meshinfra.desired.yaml.Yaml;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Binds lists, sets and maps; nothing written stands for an empty one. */
final class CollectionBinder {
  private final Binder binder;

  CollectionBinder(Binder binder) {
    this.binder = binder;
  }

  Object bind(Class<?> raw, Type element, Yaml yaml, String key) {
    if (Map.class.isAssignableFrom(raw)) {
      return map(raw, element, yaml, key);
    }
    if (!Collection.class.isAssignableFrom(raw)) {
      throw new IllegalStateException("cannot bind YAML to " + raw);
    }
    if (yaml.isNothing()) {
      return collection(raw, List.of());
    }
    if (!(yaml instanceof Yaml.Items list)) {
      String hint =
          yaml instanceof Yaml.Scalar ? "; a list of one is written [" + shown(yaml) + "]" : "";
      return binder.fail(yaml, key + ": expected a list, found " + yaml.found() + hint);
    }
    List<Object> items = new ArrayList<>();
    for (Yaml item : list.items()) {
      items.add(binder.value(element, item, key));
    }
    return items.contains(Binder.FAILED) ? Binder.FAILED : collection(raw, items);
  }

  private Object map(Class<?> raw, Type element, Yaml yaml, String key) {
    Map<String, Object> values = raw == SortedMap.class ? new TreeMap<>() : new LinkedHashMap<>();
    if (yaml.isNothing()) {
      return values;
    }
    if (!(yaml instanceof Yaml.Fields map)) {
      return binder.fail(yaml, key + ": expected a map, found " + yaml.found());
    }
    map.fields()
        .forEach((name, field) -> values.put(name, binder.value(element, field.value(), name)));
    if (values.containsValue(Binder.FAILED)) {
      return Binder.FAILED;
    }
    return raw == SortedMap.class
        ? Collections.unmodifiableSortedMap((SortedMap<String, Object>) values)
        : Collections.unmodifiableMap(values);
  }

  private static Object collection(Class<?> raw, List<Object> items) {
    if (SortedSet.class.isAssignableFrom(raw)) {
      return new TreeSet<>(items);
    }
    return Set.class.isAssignableFrom(raw)
        ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
        : List.copyOf(items);
  }

  private static String shown(Yaml yaml) {
    return yaml.found();
  }
}
