package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/**
 * A clone of all branches, beside the one that the hub lives by: nothing that is done here can do
 * that one harm.
 */
final class BranchClone implements AutoCloseable {
  /** Each is looked at in every round; a remote with more is no place for this. */
  static final int MOST = 1000;

  private static final String KEPT = Constants.R_REMOTES + "remote/";
  private static final RefSpec ALL = new RefSpec("+refs/heads/*:" + KEPT + "*");

  private final SourceSettings settings;
  private final RemoteAddress address;
  private final Secrets secrets;
  private final BareClone clone;

  BranchClone(SourceSettings settings, RemoteAddress address, Secrets secrets, Path folder) {
    this.settings = settings;
    this.address = address;
    this.secrets = secrets;
    String branch = Remote.branchRef(settings);
    this.clone = new BareClone(folder, address.uri() + " all of " + branch, branch);
  }

  /** Work with the remote and a clone that is up to date. */
  interface Work<T> {
    T in(Repository repository, Remote remote) throws IOException, FetchFailed;
  }

  <T> T fresh(Deadline deadline, Work<T> work) throws IOException, FetchFailed {
    try (Remote remote = Remote.open(settings, address, secrets)) {
      Optional<Repository> present = clone.repository();
      Repository repository =
          present.isPresent() ? present.get() : clone.cloneFrom(remote, deadline);
      bring(repository, remote, deadline);
      new Housekeeping(repository).tidy();
      return work.in(repository, remote);
    }
  }

  private static void bring(Repository repository, Remote remote, Deadline deadline)
      throws FetchFailed, IOException {
    if (asked(repository, remote).equals(known(repository))) {
      return;
    }
    try (Transport transport = remote.open(repository)) {
      transport.setRemoveDeletedRefs(true);
      transport.fetch(deadline, List.of(ALL));
    } catch (NotSupportedException | TransportException | RuntimeException e) {
      throw remote.failed(e);
    }
  }

  /** Where the branches are on the remote; most of the time that is all there is to ask. */
  private static Map<String, ObjectId> asked(Repository repository, Remote remote)
      throws FetchFailed {
    try (Transport transport = remote.open(repository);
        FetchConnection connection =
            transport.openFetch(List.of(new RefSpec("refs/heads/*:refs/heads/*")))) {
      Map<String, ObjectId> heads = new TreeMap<>();
      for (Ref ref : connection.getRefs()) {
        if (ref.getName().startsWith(Constants.R_HEADS)) {
          heads.put(ref.getName().substring(Constants.R_HEADS.length()), ref.getObjectId());
        }
      }
      if (heads.size() > MOST) {
        throw new FetchFailed(
            "the remote has %d branches, more than the %d that the hub looks at; delete old ones"
                .formatted(heads.size(), MOST));
      }
      return heads;
    } catch (NotSupportedException | TransportException | RuntimeException e) {
      throw remote.failed(e);
    }
  }

  private static Map<String, ObjectId> known(Repository repository) throws IOException {
    Map<String, ObjectId> heads = new TreeMap<>();
    all(repository).forEach(ref -> heads.put(name(ref), ref.getObjectId()));
    return heads;
  }

  /** The branches of the last look, by name. */
  static List<Ref> all(Repository repository) throws IOException {
    return new ArrayList<>(repository.getRefDatabase().getRefsByPrefix(KEPT));
  }

  static String name(Ref branch) {
    return branch.getName().substring(KEPT.length());
  }

  static Optional<ObjectId> head(Repository repository, String branch) throws IOException {
    return Optional.ofNullable(repository.exactRef(KEPT + branch)).map(Ref::getObjectId);
  }

  /** The name as a ref of the remote. */
  static String ref(String branch) throws FetchFailed {
    String ref = Constants.R_HEADS + branch;
    if (!Repository.isValidRefName(ref)) {
      throw new FetchFailed(Printable.quote(branch) + " is not the name of a branch");
    }
    return ref;
  }

  @Override
  public void close() {
    clone.close();
  }
}
