package io.meshinfra.session;

import java.util.Locale;

/** How much a change can break. */
public enum Risk {
  /** Files of programs, repositories, links. */
  LOW,
  /** Packages, services, jobs, settings of the kernel: a program may stop. */
  MEDIUM,
  /** Ways in, rights, accounts, commands of one's own: nobody may get in any more. */
  HIGH;

  static Risk higher(Risk one, Risk other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
