package io.meshinfra.source;

import java.io.File;
import java.io.IOException;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;

/** Every fetch adds a pack; a clone that is fetched for years must not slow down. */
record Housekeeping(Repository repository) {
  private static final int MOST_PACKS = 50;

  void tidy() throws IOException {
    File packs = new File(repository.getDirectory(), "objects/pack");
    String[] all = packs.list((folder, name) -> name.endsWith(".pack"));
    if (all == null || all.length <= MOST_PACKS) {
      return;
    }
    try (Git git = Git.wrap(repository)) {
      git.gc().call();
    } catch (GitAPIException e) {
      throw new IOException("the clone cannot be tidied", e);
    }
  }
}
