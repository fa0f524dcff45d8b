package io.meshinfra.model;

/** How far the hub may go with a resource; of several settings the stricter wins. */
public enum Mode {
  /** Heals drift and rolls out new revisions. */
  ENFORCE,
  /** Repairs drift to what was applied last, rolls nothing new out. */
  HEAL,
  /** Reports only. */
  OBSERVE;

  public Mode stricter(Mode other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
