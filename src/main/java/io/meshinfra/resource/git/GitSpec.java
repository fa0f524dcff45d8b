package io.meshinfra.resource.git;

import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;

/** What shall be checked out where. */
@Doc(
    value =
        "A checkout of a git repository at a branch, tag or commit, with a detached HEAD. Local"
            + " changes of tracked files are drift and are thrown away; untracked files stay. Git"
            + " runs as the owner.",
    example =
        """
        git: {path: /opt/dotfiles, repo: "https://example.org/dotfiles.git", ref: main, follow: true}
        """)
public record GitSpec(
    @Doc("Folder of the checkout; it may be missing or empty.") @NotNull AbsolutePath path,
    @Doc("https://, ssh://, USER@HOST:PATH, file:/// or an absolute path on the node.") @NotNull
        GitRemote repo,
    @Doc("Branch, tag or whole commit id.") @NotNull GitRef ref,
    @Doc(value = "Account that owns the checkout.", byDefault = "root") AccountName owner,
    @Doc(
            value =
                "Ask the repository in every probe whether the branch or tag has moved; otherwise"
                    + " what was fetched last counts.",
            byDefault = "false")
        boolean follow) {
  public GitSpec {
    owner = Objects.requireNonNullElse(owner, new AccountName("root"));
    if (path.value().equals("/")) {
      throw new IllegalArgumentException("path is the root directory; choose a folder in it");
    }
    if (follow && ref.isCommit()) {
      throw new IllegalArgumentException("a commit never moves: remove follow, or name a branch");
    }
  }
}
