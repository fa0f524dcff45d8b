package io.meshinfra.resource;

import io.meshinfra.model.ResourceId;
import java.util.Map;

/**
 * A type whose resources must act when others change, e.g. a service restarts on its file.
 *
 * <p>Before a step changes one of those resources, the node notes the reaction as due (a file named
 * by {@link ProbePrelude#dueMarker}), so that a lost link or a failed step never loses it. The type
 * reports a due reaction as attribute {@link #DUE}, and its converge removes the marker last.
 */
public interface Reactive<S> {
  /**
   * Attribute with value {@code none}, {@code reload} or {@code restart}; expected is {@code none}.
   */
  String DUE = "due";

  /** What to do when one of these changes; an unknown id is a validation error. */
  Map<ResourceId, Reaction> reactsTo(S spec);

  /** What a change elsewhere asks for; the later one is the stronger. */
  enum Reaction {
    RELOAD,
    RESTART;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
