package io.meshinfra.resource;

import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How one resource differs from what it shall be. */
public sealed interface Change {

  /** It is missing and shall look like this. */
  record Create(State to) implements Change {}

  /** It exists and some attributes differ. */
  record Update(SortedMap<String, Difference> differences) implements Change {
    public Update {
      differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
    }
  }

  /** It exists and shall not. */
  record Delete(State was) implements Change {}

  /** The probe could not tell, so nothing will be done. */
  record Unverifiable(String reason) implements Change {}

  /** One attribute: what it is (absent when the probe saw none) and what it shall be. */
  record Difference(Optional<Value> from, Value to) {}

  /** Whether an attribute has to be brought about: all of them when the resource is missing. */
  default boolean touches(String attribute) {
    return switch (this) {
      case Create create -> create.to().get(attribute).isPresent();
      case Update update -> update.differences().containsKey(attribute);
      case Delete delete -> false;
      case Unverifiable unverifiable -> false;
    };
  }

  /** One word for people: create, update, delete, unverifiable. */
  default String word() {
    return switch (this) {
      case Create create -> "create";
      case Update update -> "update";
      case Delete delete -> "delete";
      case Unverifiable unverifiable -> "unverifiable";
    };
  }
}
