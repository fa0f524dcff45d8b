package io.meshinfra.model;

import java.util.Optional;

/**
 * What becomes of a resource that mesh made, once it has left the catalog; of several settings the
 * stricter wins.
 */
public record Prune(Level level) {
  /** It stays on the node. */
  public static final Prune NEVER = new Prune(Level.NEVER);

  /** It is removed once somebody has agreed to that plan. */
  public static final Prune ASK = new Prune(Level.ASK);

  /** It is removed without asking anybody. */
  public static final Prune UNATTENDED = new Prune(Level.UNATTENDED);

  /** The later one is the stricter. */
  public enum Level {
    UNATTENDED,
    ASK,
    NEVER
  }

  /** Reads {@code true}, {@code false} or {@code unattended}. */
  public static Prune parse(String text) {
    return switch (text) {
      case "true" -> ASK;
      case "false" -> NEVER;
      case "unattended" -> UNATTENDED;
      default ->
          throw new IllegalArgumentException(
              "prune is true (removes once somebody has agreed to the plan), unattended (asks"
                  + " nobody) or false, not "
                  + Printable.quote(text));
    };
  }

  public Prune stricter(Prune other) {
    return level.compareTo(other.level) >= 0 ? this : other;
  }

  /** The stricter of what is said; empty when nothing is. */
  public static Optional<Prune> stricter(Optional<Prune> one, Optional<Prune> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().stricter(other.get()))
        : one.or(() -> other);
  }

  @Override
  public String toString() {
    return switch (level) {
      case NEVER -> "false";
      case ASK -> "true";
      case UNATTENDED -> "unattended";
    };
  }
}
