package io.meshinfra.resource.git;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** A branch, a tag or a whole commit id. */
public record GitRef(String name) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  public GitRef {
    if (!FORM.matcher(name).matches()
        || name.contains("..")
        || name.contains("//")
        || name.endsWith("/")
        || name.endsWith(".")
        || name.endsWith(".lock")) {
      throw new IllegalArgumentException(
          "a ref is the name of a branch or tag, like main or v1.2, or a whole commit id, not "
              + Printable.quote(name));
    }
  }

  public static GitRef parse(String text) {
    return new GitRef(text);
  }

  public boolean isCommit() {
    return COMMIT.matcher(name).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
