package io.meshinfra.report.escape;

import io.meshinfra.model.Printable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pinned host key as {@code known_hosts} and {@code ssh-keygen -l} write it.
 *
 * @param type like {@code ssh-ed25519}
 * @param blob in base64
 */
record PinnedKey(String type, String blob) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z0-9][a-z0-9@.-]{2,60})\\s+([A-Za-z0-9+/]{16,8000}={0,2})(?:\\s.*)?");

  /** Empty for what is no key: nothing of it may get into a command then. */
  static Optional<PinnedKey> parse(String line) {
    Matcher parts = FORM.matcher(line);
    return parts.matches() && decodes(parts.group(2))
        ? Optional.of(new PinnedKey(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  private static boolean decodes(String blob) {
    try {
      return Base64.getDecoder().decode(blob).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As OpenSSH shows it: the digest of the blob, in base64 without its padding. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return Printable.block(type + " " + blob);
  }
}
