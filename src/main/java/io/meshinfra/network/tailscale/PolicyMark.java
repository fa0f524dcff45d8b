package io.meshinfra.network.tailscale;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of a policy file that says what was written by us. It holds a digest of the rest, so
 * that an edit by hand is found without anything being remembered. The digest is of the values
 * alone: Tailscale may store the file with other spaces, and a comment changes nothing.
 */
public final class PolicyMark {
  private static final String WORDS = "// mesh-infra sha256:";
  private static final Pattern LINE =
      Pattern.compile("(?m)^" + WORDS + "([0-9a-f]{64})[ \\t]*\\r?$");

  private PolicyMark() {}

  /** Who wrote what is in force. */
  public enum Writer {
    /** We did, and nobody has touched it since. */
    US,
    /** We did, and somebody changed it by hand. */
    US_AND_SOMEBODY,
    /** It has no mark of ours. */
    SOMEBODY
  }

  static String line(String body) {
    return WORDS + digest(body).orElseThrow(() -> new IllegalArgumentException("no HuJSON"));
  }

  public static Writer writer(String text) {
    Matcher mark = LINE.matcher(text);
    if (!mark.find()) {
      return Writer.SOMEBODY;
    }
    return digest(text).filter(mark.group(1)::equals).isPresent()
        ? Writer.US
        : Writer.US_AND_SOMEBODY;
  }

  /** Whether two files say the same, whatever their comments and spaces. */
  public static boolean same(String one, String other) {
    Optional<String> digest = digest(one);
    return digest.isPresent() && digest.equals(digest(other));
  }

  /** What a file says, one value on a line, so that two can be shown beside each other. */
  public static String told(String text) {
    return HuJson.read(text).value().map(value -> value.toPrettyString() + "\n").orElse(text);
  }

  /** Of what the file says; empty when it is no HuJSON. */
  public static Optional<String> digest(String text) {
    return HuJson.read(text).value().map(value -> sha256(value.toString()));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
