package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;

/** The one version of manifests that this program reads. */
public record ApiVersion(String value) {
  public static final String CURRENT = "mesh-infra/v1";

  public static ApiVersion parse(String text) {
    if (!text.equals(CURRENT)) {
      throw new IllegalArgumentException(
          "expected " + CURRENT + ", found " + Printable.quote(text));
    }
    return new ApiVersion(text);
  }
}
