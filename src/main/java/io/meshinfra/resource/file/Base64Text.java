package io.meshinfra.resource.file;

import io.meshinfra.model.Content;
import java.util.Base64;

/** Bytes as RFC 4648 writes them, without line breaks. */
public record Base64Text(String value) {
  public Base64Text {
    try {
      Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "base64 is letters, digits, + and /, padded with =, on one line: " + e.getMessage(), e);
    }
  }

  public static Base64Text parse(String text) {
    return new Base64Text(text);
  }

  Content content() {
    return Content.of(Base64.getDecoder().decode(value));
  }

  @Override
  public String toString() {
    return value;
  }
}
