package io.meshinfra.network.tailscale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * JSON as policy files are written in: with comments and with commas at the end
 * (github.com/tailscale/hujson). Read strictly otherwise: a key that stands twice is refused, since
 * nobody could say which of the two counts.
 */
final class HuJson {
  /** In characters: no tailnet has so much to say, and what is read comes from elsewhere. */
  static final int LARGEST = 4 * 1024 * 1024;

  private static final int DEEPEST = 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LARGEST)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private HuJson() {}

  /** What came of reading. */
  record Reading(Optional<JsonNode> value, String mistake) {}

  static Reading read(String text) {
    if (text.length() > LARGEST) {
      return new Reading(Optional.empty(), "it has more than %d characters".formatted(LARGEST));
    }
    try {
      JsonNode value = MAPPER.readTree(text);
      return value == null || !value.isObject()
          ? new Reading(Optional.empty(), "it is no JSON object")
          : new Reading(Optional.of(value), "");
    } catch (JsonProcessingException e) {
      return new Reading(Optional.empty(), "it is not HuJSON: " + place(e));
    }
  }

  /** The message of the exception alone would cite the text. */
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it ends too early"
        : "see line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  static String list(Collection<String> words) {
    return words.stream().map(HuJson::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
