package io.meshinfra.resource.git;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Where a repository is fetched from: https, ssh, file, or an absolute path on the node. */
public record GitRemote(String url) {
  private static final Pattern FORM =
      Pattern.compile(
          "https://[^\\s@/]+/\\S*|ssh://\\S+|file:///\\S*|/.*|[A-Za-z0-9._]+@[A-Za-z0-9._-]+:\\S+");

  public GitRemote {
    if (url.chars().anyMatch(Character::isISOControl)
        || !FORM.matcher(url).matches()
        || url.startsWith("ssh://-")) {
      throw new IllegalArgumentException(
          "a repository is https://HOST/PATH without a user or password in it, ssh://..., "
              + "USER@HOST:PATH, file:///PATH or an absolute path, not "
              + (url.contains("://") && url.contains("@")
                  ? "this one (not shown, it may hold a password)"
                  : Printable.quote(url)));
    }
  }

  public static GitRemote parse(String text) {
    return new GitRemote(text);
  }

  @Override
  public String toString() {
    return url;
  }
}
