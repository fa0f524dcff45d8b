package io.meshinfra.reconcile.rollout;

import io.meshinfra.model.Printable;
import java.util.Collection;

/** What the doors say when a rollout cannot do what is asked for; the message says why. */
public abstract sealed class RolloutRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private RolloutRefusal(String message) {
    super(message);
  }

  /** There is none of that name. */
  public static final class NotThere extends RolloutRefusal {
    private static final long serialVersionUID = 1;

    NotThere(String name, Collection<String> known) {
      super(
          "there is no rollout %s; %s"
              .formatted(
                  Printable.quote(name),
                  known.isEmpty()
                      ? "the revision in force has none (kind: Rollout)"
                      : "there are: " + String.join(", ", known)));
    }
  }

  /** As it is now, that means nothing. */
  public static final class NotPossible extends RolloutRefusal {
    private static final long serialVersionUID = 1;

    NotPossible(String message) {
      super(message);
    }
  }
}
