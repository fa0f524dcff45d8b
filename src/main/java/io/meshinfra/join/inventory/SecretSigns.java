package io.meshinfra.join.inventory;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells whether a text looks as if it held a secret. In doubt it does: a file that is left out can
 * be added by hand, a secret in git cannot be taken back.
 */
final class SecretSigns {
  private static final int LONGEST_LINE = 4096;

  private record Sign(String what, Pattern pattern) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign("a private key", Pattern.compile("PRIVATE KEY(?: BLOCK)?-----")),
          new Sign(
              "a WireGuard key",
              Pattern.compile("(?i)^\\s*(?:PrivateKey|PresharedKey)\\s*=\\s*\\S")),
          new Sign(
              "a password hash", Pattern.compile("\\$(?:1|2[aby]|5|6|7|y|apr1|argon2[a-z]*)\\$")),
          new Sign(
              "a token",
              Pattern.compile(
                  "\\b(?:ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AKIA[0-9A-Z]{12}|sk-[A-Za-z0-9]{16}"
                      + "|tskey-|AGE-SECRET-KEY-|eyJ[A-Za-z0-9_-]{16})")),
          new Sign(
              "a password in an address",
              Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s@]+@")),
          new Sign(
              "something called a secret",
              Pattern.compile(
                  "(?i)^(?!\\s*[#;]|\\s*passwd:\\s*(?:files|compat|sss)).*(?:(?<!no)passw(?:or)?d|passphrase|secret"
                      + "|token|credentials?|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|psk)"
                      + "[\"']?\\s*[:=]\\s*\\S")),
          new Sign(
              "something called a secret",
              Pattern.compile("(?i)^\\s*(?:password|passwd|requirepass|secret|token)\\s+\\S")));

  private SecretSigns() {}

  /** What the first sign is, and on which line; empty when there is none. */
  static Optional<String> in(String text) {
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.length() > LONGEST_LINE) {
        return Optional.of("a line too long to be looked through, line " + number);
      }
      for (Sign sign : SIGNS) {
        if (sign.pattern().matcher(line).find()) {
          return Optional.of(sign.what() + ", line " + number);
        }
      }
    }
    return Optional.empty();
  }
}
