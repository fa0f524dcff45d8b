package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Where nodes find the hub, like {@code http://100.64.0.1:8181}. */
public record HubAddress(String value) {
  private static final Pattern FORM =
      Pattern.compile("https?://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

  public static HubAddress parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the address of the hub is written like http://100.64.0.1:8181, without a path, not "
              + Printable.quote(text));
    }
    return new HubAddress(text);
  }
}
