package io.meshinfra.resource;

import java.util.List;

/** A type whose resources can be removed when they have left the catalog, if mesh made them. */
public interface Removable<S> {
  /** The spec that removes it, or why there is none. */
  Removal<S> removal(S spec);

  /**
   * Whether a resource is mesh's own from such a change on: it was not there before. What was there
   * is never removed.
   */
  default boolean isMadeBy(S spec, Change change) {
    return change instanceof Change.Create;
  }

  /**
   * Paths that are not there any more once it is removed; nothing when only a part of them goes.
   */
  default List<String> takesAway(S spec) {
    return List.of();
  }

  /** How a resource is removed. */
  sealed interface Removal<S> {
    /**
     * By bringing this about.
     *
     * @param spec of the same name
     */
    record By<S>(S spec) implements Removal<S> {}

    /** Nobody can say what would have to be removed. */
    record Impossible<S>(String reason) implements Removal<S> {}
  }

  static <S> Removal<S> by(S spec) {
    return new Removal.By<>(spec);
  }

  static <S> Removal<S> impossible(String reason) {
    return new Removal.Impossible<>(reason);
  }
}
