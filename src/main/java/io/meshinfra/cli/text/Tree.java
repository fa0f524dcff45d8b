package io.meshinfra.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Answers for programs. */
public final class Tree {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What stays the same text when it is read as YAML 1.1 or 1.2 without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.@+-]*");

  private static final Pattern NOT_A_TEXT =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");

  private Tree() {}

  public static JsonMapper mapper() {
    return JSON;
  }

  /** Maps, lists, texts and numbers as a tree. */
  public static JsonNode of(Object plain) {
    return JSON.valueToTree(plain);
  }

  public static String of(JsonNode tree, Format format) {
    return switch (format) {
      case JSON -> json(tree);
      case YAML -> yaml(tree);
      case TABLE -> throw new IllegalArgumentException("a tree is no table");
    };
  }

  public static String json(JsonNode tree) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter pretty =
        new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
    try {
      return JSON.writer(pretty).writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  /** Block style; texts that YAML could take for something else are in JSON's quotes. */
  public static String yaml(JsonNode tree) {
    StringBuilder out = new StringBuilder();
    lines(tree).forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private static List<String> lines(JsonNode node) {
    if (node.isObject() && !node.isEmpty()) {
      List<String> lines = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        append(lines, scalar(field.getKey()) + ":", "  ", field.getValue());
      }
      return lines;
    }
    if (node.isArray() && !node.isEmpty()) {
      List<String> lines = new ArrayList<>();
      node.forEach(item -> appendItem(lines, item));
      return lines;
    }
    return List.of(node.isTextual() ? scalar(node.textValue()) : node.toString());
  }

  private static void append(List<String> lines, String key, String indent, JsonNode value) {
    List<String> below = lines(value);
    if (value.isContainerNode() && !value.isEmpty()) {
      lines.add(key);
      below.forEach(line -> lines.add(indent + line));
    } else {
      lines.add(key + " " + below.getFirst());
    }
  }

  private static void appendItem(List<String> lines, JsonNode item) {
    List<String> below = lines(item);
    lines.add("- " + below.getFirst());
    below.subList(1, below.size()).forEach(line -> lines.add("  " + line));
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !NOT_A_TEXT.matcher(text).matches();
    return plain ? text : JSON.getNodeFactory().textNode(text).toString();
  }
}
