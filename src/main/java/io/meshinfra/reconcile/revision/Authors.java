package io.meshinfra.reconcile.revision;

import io.meshinfra.model.Revision;
import io.meshinfra.source.CommitInfo;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Who wrote a revision, by all names that an approval might call the same person. */
public final class Authors {
  private Authors() {}

  /** Of nobody when the commit cannot be read: then nobody's approval counts as another's. */
  public static Function<Revision, Set<String>> of(GitSource source) {
    return revision -> {
      try {
        Optional<CommitInfo> commit = source.commit(revision);
        return commit.map(CommitInfo::author).map(Authors::names).orElse(Set.of());
      } catch (IOException e) {
        return Set.of();
      }
    };
  }

  /** {@code Ann <ann@example.org>}: all of it, the name, the address, what stands before the at. */
  public static Set<String> names(String author) {
    Set<String> names = new TreeSet<>(Set.of(author));
    int open = author.lastIndexOf('<');
    if (open > 0) {
      String address = author.substring(open + 1).replace(">", "").strip();
      names.add(author.substring(0, open).strip());
      names.add(address);
      names.add(address.split("@", 2)[0]);
    }
    names.remove("");
    return names;
  }
}
