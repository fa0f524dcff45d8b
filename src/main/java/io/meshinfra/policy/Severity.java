package io.meshinfra.policy;

import java.util.Locale;

/** What a finding does to a plan; the later one is the stricter. */
public enum Severity {
  /** It is told, and nothing more. */
  WARN,
  /** Somebody has to agree first. */
  ASK,
  /** The plan is not carried out. */
  REFUSE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
