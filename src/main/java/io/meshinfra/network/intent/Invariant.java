package io.meshinfra.network.intent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must hold whatever the rules say. */
public enum Invariant {
  /** No port for administration is open to everybody; the emergency port is, with a rate limit. */
  ADMIN_PORTS_NEVER_PUBLIC,
  /** What no rule allows is denied, and no rule allows everything to everybody. */
  DEFAULT_DENY_INBOUND,
  /** Each node that is always on can be reached in two ways or more. */
  TWO_WAYS_INTO_ALWAYS_ON,
  /** Nobody logs in by password. */
  SSH_KEY_ONLY_AUTH,
  /** No token is valid for longer than 24 hours. */
  TOKENS_EXPIRE_24H;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word();
  }

  static Optional<Invariant> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Invariant::word).toList();
  }
}
