package io.meshinfra.join;

/**
 * A host key that a machine shows, and that nobody has vouched for yet.
 *
 * @param line as manifests pin it
 * @param fingerprint as {@code ssh-keygen -lf} prints it: {@code SHA256:...}
 */
public record ShownKey(String line, String fingerprint) {
  public String type() {
    return line.substring(0, Math.max(0, line.indexOf(' ')));
  }
}
