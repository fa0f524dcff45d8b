package io.meshinfra.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key of OpenSSH as it stands in a {@code .pub} file, without its comment.
 *
 * @param type like ssh-ed25519
 * @param base64 the key as it goes over the wire, RFC 4253 section 6.6
 */
public record SshPublicKey(String type, String base64) implements Comparable<SshPublicKey> {
  /** An RSA key of 16384 bits has less. */
  private static final int LONGEST = 4096;

  private static final Pattern FORM =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\\.com"
              + "|sk-ecdsa-sha2-nistp256@openssh\\.com) ([A-Za-z0-9+/]{20,4000}={0,2})(?: .*)?");

  public SshPublicKey {
    if (!type.equals(typeInside(base64))) {
      throw new IllegalArgumentException(
          "the public key is cut off, or no %s".formatted(Printable.line(type)));
    }
  }

  /**
   * Reads one line of a {@code .pub} file.
   *
   * @throws IllegalArgumentException with what is wrong; the text is not in it, in case that it is
   *     a private key
   */
  public static SshPublicKey parse(String text) {
    String line = text.strip();
    Matcher form = FORM.matcher(line);
    if (line.length() > LONGEST || line.indexOf('\n') >= 0 || !form.matches()) {
      throw new IllegalArgumentException(
          "a public key is the line of a .pub file, like \"ssh-ed25519 AAAA... comment\""
              + " (ed25519, RSA, ECDSA, or one of a security key)");
    }
    return new SshPublicKey(form.group(1), form.group(2));
  }

  /** As {@code authorized_keys} has it. */
  public String line() {
    return type + " " + base64;
  }

  public byte[] blob() {
    return Base64.getDecoder().decode(base64);
  }

  /** As {@code ssh-keygen -l} prints it: SHA256 and Base64 without padding. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob());
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The key says its own type in its first field, so a cut or mixed-up one is found here. */
  private static String typeInside(String base64) {
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      int length = blob.remaining() < 4 ? -1 : blob.getInt();
      if (length <= 0 || length >= blob.remaining()) {
        return "";
      }
      byte[] type = new byte[length];
      blob.get(type);
      return isWhole(blob) ? new String(type, StandardCharsets.US_ASCII) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Whether what follows is fields to the last byte. */
  private static boolean isWhole(ByteBuffer blob) {
    while (blob.hasRemaining()) {
      int length = blob.remaining() < 4 ? -1 : blob.getInt();
      if (length < 0 || length > blob.remaining()) {
        return false;
      }
      blob.position(blob.position() + length);
    }
    return true;
  }

  @Override
  public int compareTo(SshPublicKey other) {
    return line().compareTo(other.line());
  }

  @Override
  public String toString() {
    return type + " " + fingerprint();
  }
}
