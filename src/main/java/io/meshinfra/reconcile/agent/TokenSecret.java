package io.meshinfra.reconcile.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as its owner shows it: {@code mesh_ID_SECRET}. The id finds it in the journal, the secret
 * proves it.
 */
record TokenSecret(String id, String secret) {
  private static final Pattern FORM = Pattern.compile("mesh_([0-9a-f]{8})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 4;
  private static final int SECRET_BYTES = 32;

  static TokenSecret random(RandomGenerator random) {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    return new TokenSecret(
        HexFormat.of().formatHex(id),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty for what is no token of an agent, like the operator's. */
  static Optional<TokenSecret> parse(String shown) {
    Matcher form = FORM.matcher(shown);
    return form.matches()
        ? Optional.of(new TokenSecret(form.group(1), form.group(2)))
        : Optional.empty();
  }

  String shown() {
    return "mesh_" + id + "_" + secret;
  }

  /** 256 random bits need no slow digest: nobody can try them all. */
  String digest() {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** In a time that tells nothing about where they differ. */
  boolean fits(String kept) {
    return MessageDigest.isEqual(
        digest().getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "TokenSecret[" + id + "]";
  }
}
