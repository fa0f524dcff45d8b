package io.meshinfra.expression;

/** What stands for a word when an expression that speaks of it is asked. */
public sealed interface Word {
  /** What the language knows by itself. */
  enum Plain implements Word {
    /** A {@link String}. */
    TEXT,
    /** A {@link Long}. */
    NUMBER,
    /** A {@link Boolean}. */
    YES_OR_NO,
    /** An {@link java.time.Instant}. */
    TIME,
    /** A {@link java.util.List} of texts. */
    TEXTS,
    /** A {@link java.util.Map} from texts to texts. */
    TEXTS_BY_NAME
  }

  /** Something that only questions of its own can be asked of. */
  record Thing(String name) implements Word {}
}
