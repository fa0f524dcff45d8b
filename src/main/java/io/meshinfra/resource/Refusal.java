package io.meshinfra.resource;

import io.meshinfra.model.ShellScript;

/** Shell text that ends a step with a message instead of guessing. */
public final class Refusal {
  private Refusal() {}

  /** Fails with the message. */
  public static ShellScript because(String message) {
    return ShellScript.of("printf '%s\\n' {} >&2; exit 1", message);
  }

  /** Fails with the message when something is at the path that is neither missing nor a file. */
  public static ShellScript unlessFile(String path, String message) {
    return ShellScript.of(
        "if [ -L {} ] || { [ -e {} ] && [ ! -f {} ]; }; then printf '%s\\n' {} >&2; exit 1; fi",
        path, path, path, message);
  }

  /** Fails with the message when something is at the path that is neither a file nor a link. */
  public static ShellScript unlessFileOrLink(String path, String message) {
    return ShellScript.of(
        "if [ -e {} ] && [ ! -f {} ] && [ ! -L {} ]; then printf '%s\\n' {} >&2; exit 1; fi",
        path, path, path, message);
  }

  /** Fails with the message when something is at the path that is no directory. */
  public static ShellScript unlessDirectory(String path, String message) {
    return ShellScript.of(
        "if [ -L {} ] || { [ -e {} ] && [ ! -d {} ]; }; then printf '%s\\n' {} >&2; exit 1; fi",
        path, path, path, message);
  }

  /** Fails with the message when something is at the path that is no link. */
  public static ShellScript unlessLink(String path, String message) {
    return ShellScript.of(
        "if [ -e {} ] && [ ! -L {} ]; then printf '%s\\n' {} >&2; exit 1; fi", path, path, message);
  }
}
