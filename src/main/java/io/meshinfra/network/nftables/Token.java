package io.meshinfra.network.nftables;

/** One piece of a ruleset's text. */
record Token(Kind kind, String text, int line) {
  /** What sort it is. */
  enum Kind {
    WORD,
    TEXT,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind != Kind.TEXT && text.equals(sign);
  }

  @Override
  public String toString() {
    return kind == Kind.END ? "the end of the line" : text;
  }
}
