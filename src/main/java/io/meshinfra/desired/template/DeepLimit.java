package io.meshinfra.desired.template;

import com.hubspot.jinjava.el.JinjavaObjectUnwrapper;
import com.hubspot.jinjava.interpret.CollectionTooBigException;
import java.util.Collection;
import java.util.Map;

/**
 * Weighs every value that is looked up or computed, with all that is inside it. A list that holds
 * itself twice over a few dozen times is small in memory, and yet comparing or printing it never
 * ends.
 */
final class DeepLimit extends JinjavaObjectUnwrapper {
  private static final int HEAVIEST = 20_000;

  @Override
  public Object unwrapObject(Object value) {
    if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
      Watch.current().charge(1 + weight(value, 0) / 16);
    }
    return super.unwrapObject(value);
  }

  private static int weight(Object value, int sofar) {
    int weight = sofar + 1;
    if (weight > HEAVIEST) {
      throw new CollectionTooBigException(weight, HEAVIEST);
    }
    if (value instanceof Map<?, ?> map) {
      for (Object inner : map.values()) {
        weight = weight(inner, weight);
      }
    } else if (value instanceof Collection<?> items) {
      for (Object inner : items) {
        weight = weight(inner, weight);
      }
    }
    return weight;
  }
}
