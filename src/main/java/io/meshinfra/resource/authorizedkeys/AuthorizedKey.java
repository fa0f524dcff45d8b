package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.model.Printable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of an authorized_keys file. Two lines are the same key when options, type and key are
 * equal; the comment does not matter.
 *
 * @param options as sshd takes them, empty when there are none
 * @param type like ssh-ed25519
 * @param key in base64
 * @param comment empty when there is none
 */
public record AuthorizedKey(String options, String type, String key, String comment) {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  private static final Pattern TYPE_FORM = Pattern.compile("[a-z0-9][a-z0-9@.-]{2,60}");
  private static final Pattern KEY_FORM = Pattern.compile("AAAA[A-Za-z0-9+/]+={0,2}");
  private static final int LONGEST = 8192;

  /** A key as a manifest has it, which must be one that sshd takes. */
  public static AuthorizedKey parse(String text) {
    AuthorizedKey key =
        read(text.strip())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "a key is one line as in a .pub file: [OPTIONS] TYPE BASE64 [COMMENT]: not "
                        + Printable.quote(text)));
    if (!TYPES.contains(key.type)) {
      throw new IllegalArgumentException(
          "sshd does not take keys of type "
              + Printable.quote(key.type)
              + "; make one with ssh-keygen -t ed25519");
    }
    if (!key.isOfItsType()) {
      throw new IllegalArgumentException(
          "the base64 of this key is damaged or of another type than "
              + key.type
              + ": "
              + Printable.quote(text));
    }
    return key;
  }

  /** Reads a line of a file; empty when it is a comment or nothing that sshd would take. */
  static Optional<AuthorizedKey> read(String line) {
    if (line.length() > LONGEST
        || line.startsWith("#")
        || !Printable.block(line).equals(line)
        || line.indexOf('\n') >= 0) {
      return Optional.empty();
    }
    String plain = line.replace('\t', ' ').strip();
    return withoutOptions("", plain)
        .or(() -> {
          int end = endOfOptions(plain);
          return withoutOptions(plain.substring(0, end), plain.substring(end).strip());
        });
  }

  private static Optional<AuthorizedKey> withoutOptions(String options, String rest) {
    String[] words = rest.split(" +", 3);
    return words.length >= 2
            && TYPE_FORM.matcher(words[0]).matches()
            && KEY_FORM.matcher(words[1]).matches()
        ? Optional.of(
            new AuthorizedKey(
                options, words[0], words[1], words.length > 2 ? words[2].strip() : ""))
        : Optional.empty();
  }

  /** Options end at the first blank outside double quotes; a backslash escapes a quote in them. */
  private static int endOfOptions(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        return i;
      }
    }
    return line.length();
  }

  /** A key is fields with their length in front: first the name of its type, then numbers. */
  private boolean isOfItsType() {
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(key));
      if (!new String(field(blob), StandardCharsets.ISO_8859_1).equals(type)) {
        return false;
      }
      int fields = 0;
      for (; blob.hasRemaining(); fields++) {
        field(blob);
      }
      return fields > 0;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return false;
    }
  }

  private static byte[] field(ByteBuffer blob) {
    int length = blob.getInt();
    if (length < 0 || length > blob.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    blob.get(field);
    return field;
  }

  boolean isSameAs(AuthorizedKey other) {
    return options.equals(other.options) && type.equals(other.type) && key.equals(other.key);
  }

  /** The line of the file. */
  @Override
  public String toString() {
    String start = options.isEmpty() ? type : options + " " + type;
    return start + " " + key + (comment.isEmpty() ? "" : " " + comment);
  }
}
