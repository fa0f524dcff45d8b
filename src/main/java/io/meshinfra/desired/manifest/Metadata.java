package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks the labels of a node. */
final class Metadata {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,98})");
  private static final int LONGEST_VALUE = 253;

  private Metadata() {}

  static void checkLabels(Map<String, String> labels) {
    labels.forEach((key, value) -> {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "a label is named by letters, digits and . _ / -, not " + Printable.quote(key));
      }
      if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "the label %s has a value with control characters or more than %d characters"
                .formatted(key, LONGEST_VALUE));
      }
    });
  }
}
