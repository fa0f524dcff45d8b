package io.meshinfra.desired;

import io.meshinfra.desired.schema.Explanation;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;

/** What {@code mesh explain} says. */
public final class Explain {
  private final Explanation explanation;

  /**
   * @param more manifests beside those of this package, by their kind
   */
  public Explain(ResourceTypes types, Map<String, Class<?>> more) {
    this.explanation = new Explanation(types, more);
  }

  /**
   * Text about a kind ({@code file}, {@code Node}) or a field ({@code file.mode}, {@code
   * Node.spec.access}).
   *
   * @throws IllegalArgumentException when there is none; the message names what may have been meant
   */
  public String of(String path) {
    return explanation.of(path);
  }
}
