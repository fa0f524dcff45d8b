package io.meshinfra.session;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.util.regex.Pattern;

/** The commit that a session starts from, by its full id. */
public record BaseCommit(Revision revision) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  public static BaseCommit parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a commit is named by its full id (git rev-parse HEAD), not " + Printable.quote(text));
    }
    return new BaseCommit(new Revision(text));
  }
}
