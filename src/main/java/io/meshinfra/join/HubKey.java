package io.meshinfra.join;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** The public key of the hub: type, Base64 and a comment, without options in front. */
public record HubKey(String line) {
  private static final Pattern FORM =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\\.com)"
              + " [A-Za-z0-9+/]{16,8192}={0,2}( [A-Za-z0-9@._ -]{0,128})?");

  public static HubKey parse(String text) {
    String line = text.strip();
    if (!FORM.matcher(line).matches()) {
      throw new IllegalArgumentException(
          "expected the public key of the hub on one line, like \"ssh-ed25519 AAAA... hub\", found "
              + Printable.quote(line));
    }
    return new HubKey(line);
  }
}
