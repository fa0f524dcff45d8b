package io.meshinfra.model;

/** Who moved: git (a new intent) or the machine (drift to be corrected). */
public enum Origin {
  INTENTIONAL,
  CORRECTIVE;

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
