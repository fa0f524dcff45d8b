package io.meshinfra.network.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes a policy file apart, and refuses what it does not know. */
final class Words {
  /** Something is there that the compiler would not write; says where. */
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String where, String what) {
      super(where + ": " + what);
    }
  }

  private Words() {}

  /** The value of a key that must be there. */
  static JsonNode of(JsonNode object, String key, String where) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw new Unknown(where, key + " is missing");
    }
    return value;
  }

  static void only(JsonNode object, Set<String> keys, String where) {
    if (!object.isObject()) {
      throw new Unknown(where, "is no object");
    }
    for (String key : names(object)) {
      if (!keys.contains(key)) {
        throw new Unknown(where, "the key " + Printable.quote(key) + " is not known here");
      }
    }
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static String text(JsonNode value, String where) {
    if (!value.isTextual()) {
      throw new Unknown(where, "is no text");
    }
    return value.textValue();
  }

  static List<String> texts(JsonNode value, String where) {
    return items(value, where).stream().map(item -> text(item, where)).toList();
  }

  static List<JsonNode> items(JsonNode value, String where) {
    if (!value.isArray()) {
      throw new Unknown(where, "is no list");
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  static SortedMap<String, List<String>> lists(JsonNode object, String where) {
    if (!object.isObject()) {
      throw new Unknown(where, "is no object");
    }
    SortedMap<String, List<String>> lists = new TreeMap<>();
    for (String name : names(object)) {
      lists.put(name, texts(object.get(name), where + " " + Printable.quote(name)));
    }
    return lists;
  }
}
