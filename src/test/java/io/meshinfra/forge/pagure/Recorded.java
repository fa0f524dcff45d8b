package io.meshinfra.forge.pagure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.client.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a real Pagure answered and sent, below {@code src/test/resources/forge/pagure}. */
final class Recorded {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Recorded() {}

  static Json answer(String name) {
    return Json.of(bytes(name + ".json"));
  }

  static Delivery delivery(String name) {
    try {
      JsonNode recorded = MAPPER.readTree(bytes("delivery-" + name + ".json"));
      Map<String, String> headers = new HashMap<>();
      recorded
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      return new Delivery(headers, recorded.path("body").asText().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Recorded.class.getResourceAsStream("/forge/pagure/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
