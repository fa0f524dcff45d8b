package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Commits of the remote that are not on the branch, for looking at only: heads of pull requests,
 * other branches, tags. They are kept below {@value #NAMESPACE}, where nothing that follows the
 * branch looks, under a digest of their name: so a hostile name meets no other and no file.
 *
 * <p>Not safe for threads: {@link GitSource} fetches one after another.
 */
final class SideRefs {
  static final String NAMESPACE = "refs/mesh/";

  /** A forge may have thousands of pull requests; those asked for longest ago go first. */
  static final int MOST = 100;

  private static final int LONGEST_NAME = 256;
  private static final int DIGITS = 40;

  private final SourceSettings settings;
  private final RemoteAddress address;
  private final Secrets secrets;
  private final BareClone clone;
  private final Set<String> kept = new LinkedHashSet<>();
  private boolean swept;

  SideRefs(SourceSettings settings, RemoteAddress address, Secrets secrets, BareClone clone) {
    this.settings = settings;
    this.address = address;
    this.secrets = secrets;
    this.clone = clone;
  }

  /** Brings what the name means on the remote now. */
  Revision bring(String name, Deadline deadline) throws FetchFailed, IOException {
    checkName(name);
    Repository repository =
        clone
            .repository()
            .orElseThrow(() -> new FetchFailed("the hub has no clone yet; fetch first"));
    sweep(repository);
    try (Remote remote = Remote.open(settings, address, secrets)) {
      if (ObjectId.isId(name)) {
        remote.fetchCommit(repository, ObjectId.fromString(name), deadline);
        set(repository, name);
      } else {
        remote.fetchSide(repository, meant(remote, repository, name), place(name), deadline);
      }
    }
    keep(repository, name);
    return commit(repository, name);
  }

  private static void checkName(String name) throws FetchFailed {
    boolean whole = name.startsWith("refs/");
    if (name.length() > LONGEST_NAME
        || !Repository.isValidRefName(whole ? name : "refs/heads/" + name)) {
      throw new FetchFailed(
          Printable.quote(name) + " is not the name of a commit, a branch, a tag or a ref");
    }
  }

  private String meant(Remote remote, Repository repository, String name) throws FetchFailed {
    List<String> candidates =
        name.startsWith("refs/")
            ? List.of(name)
            : List.of("refs/heads/" + name, "refs/tags/" + name);
    Optional<String> found = remote.firstOf(repository, candidates);
    return found.orElseThrow(() ->
        new FetchFailed(
            "%s is no commit in the hub's clone, and the remote %s has no %s of that name; a commit that is not in the clone is named by all its digits"
                .formatted(
                    Printable.quote(name),
                    address,
                    candidates.size() == 1 ? "ref" : "branch or tag")));
  }

  private static void set(Repository repository, String commit) throws IOException {
    RefUpdate update = repository.updateRef(place(commit));
    update.setNewObjectId(ObjectId.fromString(commit));
    RefUpdate.Result result = update.forceUpdate();
    if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.IO_FAILURE) {
      throw new IOException("the ref of " + commit + " cannot be written: " + result);
    }
  }

  private void keep(Repository repository, String name) throws IOException {
    kept.remove(name);
    kept.add(name);
    List<String> all = new ArrayList<>(kept);
    for (String old : all.subList(0, Math.max(0, all.size() - MOST))) {
      forget(repository, old);
    }
  }

  /** What an earlier process kept; nobody knows of it any more. */
  private void sweep(Repository repository) throws IOException {
    if (!swept) {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(NAMESPACE)) {
        delete(repository, ref.getName());
      }
      swept = true;
    }
  }

  /** Lets go of a name; its commit goes with the next tidying that finds it old. */
  void forget(String name) throws IOException {
    Optional<Repository> repository = clone.repository();
    if (repository.isPresent()) {
      forget(repository.get(), name);
    }
  }

  private void forget(Repository repository, String name) throws IOException {
    kept.remove(name);
    delete(repository, place(name));
  }

  private static void delete(Repository repository, String ref) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setForceUpdate(true);
    update.delete();
  }

  private Revision commit(Repository repository, String name) throws IOException, FetchFailed {
    try (RevWalk walk = new RevWalk(repository)) {
      Ref ref = repository.exactRef(place(name));
      return new Revision(walk.parseCommit(ref.getObjectId()).getName());
    } catch (IncorrectObjectTypeException e) {
      forget(repository, name);
      throw new FetchFailed(Printable.quote(name) + " is not a commit");
    }
  }

  static String place(String name) {
    return NAMESPACE + Content.digest(name.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
