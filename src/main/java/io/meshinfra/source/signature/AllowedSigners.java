package io.meshinfra.source.signature;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Reads the format that {@code ssh-keygen(1)} calls allowed signers, as git does. A line that
 * cannot be understood makes the whole file unusable: it might be the one that takes a right away.
 */
final class AllowedSigners {
  /** What git writes into what it signs. */
  static final String NAMESPACE = "git";

  private static final int LEAST_RSA_BITS = 2048;
  private static final Pattern LINE = Pattern.compile("(\"[^\"]+\"|[^\\s\"]+)\\s+(.+)");
  private static final Pattern KEY = Pattern.compile("(?:ssh|ecdsa|sk)-\\S+\\s+\\S+.*");
  private static final Pattern OPTIONS = Pattern.compile("((?:[^\\s\"]|\"[^\"]*\")+)\\s+(.+)");
  private static final Pattern OPTION =
      Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\"|=([^\",]*))?(?:,|$)");

  private final String where;
  private final List<AllowedSigner> signers = new ArrayList<>();

  private AllowedSigners(String where) {
    this.where = where;
  }

  /**
   * The keys that may sign commits.
   *
   * @param where names the text in messages
   * @throws IllegalArgumentException with place and reason, when a line cannot be understood
   */
  static List<AllowedSigner> parse(String text, String where) {
    AllowedSigners file = new AllowedSigners(where);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String plain = line.strip();
      if (!plain.isEmpty() && !plain.startsWith("#")) {
        file.line(number, plain);
      }
    }
    return List.copyOf(file.signers);
  }

  private void line(int number, String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches() || KEY.matcher(line).matches()) {
      throw mistake(number, "wants NAME, options if any, and a public key");
    }
    String principals = parts.group(1).replace("\"", "");
    String rest = parts.group(2);
    if (KEY.matcher(rest).matches()) {
      signers.add(
          new AllowedSigner(principals, key(number, rest), Optional.empty(), Optional.empty()));
      return;
    }
    Matcher options = OPTIONS.matcher(rest);
    if (!options.matches()) {
      throw mistake(number, "has no public key");
    }
    Terms terms = terms(number, options.group(1));
    String fingerprint = key(number, options.group(2));
    if (terms.forCommits) {
      signers.add(new AllowedSigner(principals, fingerprint, terms.from, terms.until));
    }
  }

  /** What the options of a line say. */
  private record Terms(boolean forCommits, Optional<Instant> from, Optional<Instant> until) {}

  private Terms terms(int number, String options) {
    boolean forCommits = true;
    Optional<Instant> from = Optional.empty();
    Optional<Instant> until = Optional.empty();
    Matcher option = OPTION.matcher(options);
    int end = 0;
    while (end < options.length()) {
      if (!option.find(end) || option.start() != end || option.end() == end) {
        throw mistake(number, "has options that cannot be read: " + Printable.quote(options));
      }
      String value = Optional.ofNullable(option.group(2)).orElse(option.group(3));
      switch (option.group(1).toLowerCase(Locale.ROOT)) {
        case "namespaces" ->
            forCommits = List.of(given(number, value).split(",")).contains(NAMESPACE);
        case "valid-after" -> from = Optional.of(time(number, given(number, value)));
        case "valid-before" -> until = Optional.of(time(number, given(number, value)));
        default ->
            throw mistake(
                number,
                "has the option %s, which counts for nothing here; namespaces, valid-after and"
                        .formatted(Printable.quote(option.group(1)))
                    + " valid-before do, certificates do not");
      }
      end = option.end();
    }
    return new Terms(forCommits, from, until);
  }

  private String given(int number, String value) {
    if (value == null) {
      throw mistake(number, "has an option without its value");
    }
    return value;
  }

  private Instant time(int number, String text) {
    return SignerTime.parse(text)
        .orElseThrow(() ->
            mistake(
                number,
                "has the time %s; write YYYYMMDDZ or YYYYMMDDHHMMSSZ"
                    .formatted(Printable.quote(text))));
  }

  private String key(int number, String text) {
    PublicKey key = resolved(text);
    if (key == null) {
      throw mistake(number, "has a public key that cannot be read, or is of an unknown type");
    }
    int bits = KeyUtils.getKeySize(key);
    boolean weak = key.getAlgorithm().equals("RSA") && bits < LEAST_RSA_BITS;
    if (weak || key.getAlgorithm().equals("DSA")) {
      throw mistake(
          number, "has a key that is too weak: %s of %d bits".formatted(key.getAlgorithm(), bits));
    }
    return KeyUtils.getFingerPrint(key);
  }

  /** Null when it is no key; libraries say that in many ways. */
  private static PublicKey resolved(String text) {
    try {
      return PublicKeyEntry.parsePublicKeyEntry(text)
          .resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return null;
    }
  }

  private IllegalArgumentException mistake(int number, String what) {
    return new IllegalArgumentException("%s:%d %s".formatted(where, number, what));
  }
}
