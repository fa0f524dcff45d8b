package io.meshinfra.network.names;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public host key as it stands in known_hosts.
 *
 * @param type as ssh calls it in a key: {@code ssh-ed25519}
 * @param base64 the key itself; nothing in it means anything to a shell in single quotes
 */
record PinnedKey(String type, String base64) {
  private static final Pattern FORM =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,2})");

  static PinnedKey parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a host key: " + line);
    }
    return new PinnedKey(form.group(1), form.group(2));
  }

  /** As {@code ssh-keyscan -t} takes it. */
  String scanned() {
    return type.startsWith("ecdsa") ? "ecdsa" : type.substring("ssh-".length());
  }

  @Override
  public String toString() {
    return type + " " + base64;
  }
}
