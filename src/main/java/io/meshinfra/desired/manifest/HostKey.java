package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pinned public host key: type and Base64, without a comment. */
public record HostKey(String line) {
  private static final Pattern FORM =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,2})(?: .*)?");

  public static HostKey parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || !form.group(1).equals(typeInside(form.group(2)))) {
      throw new IllegalArgumentException(
          "a host key is a line of ssh-keyscan without the host, like \"ssh-ed25519 AAAA...\","
              + " not "
              + Printable.quote(text));
    }
    return new HostKey(form.group(1) + " " + form.group(2));
  }

  /** The key says its own type in its first field, so a cut or mixed-up key is found here. */
  private static String typeInside(String base64) {
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      int length = blob.remaining() < 4 ? -1 : blob.getInt();
      if (length <= 0 || length >= blob.remaining()) {
        return "";
      }
      byte[] type = new byte[length];
      blob.get(type);
      return new String(type, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
