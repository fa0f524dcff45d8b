package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import io.meshinfra.model.SshPublicKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pinned public host key: type and Base64, without a comment. */
public record HostKey(String line) {
  private static final Pattern FORM =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,2})(?: .*)?");

  public static HostKey parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || !isKey(form.group(1) + " " + form.group(2))) {
      throw new IllegalArgumentException(
          "a host key is a line of ssh-keyscan without the host, like \"ssh-ed25519 AAAA...\","
              + " not "
              + Printable.quote(text));
    }
    return new HostKey(form.group(1) + " " + form.group(2));
  }

  /** One that is cut or mixed up is none. */
  private static boolean isKey(String line) {
    try {
      SshPublicKey.parse(line);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
