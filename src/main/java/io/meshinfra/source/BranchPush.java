package io.meshinfra.source;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** Makes a commit without a work tree, and pushes it if the branch is still where it was. */
record BranchPush(Repository repository, Remote remote, Clock clock) {
  private static final String NAME = "mesh-infra";
  private static final String MAIL = "mesh-infra@localhost";

  /** What the remote made of a push. */
  enum Outcome {
    DONE,
    /** Somebody else was faster. */
    RACE,
    DENIED
  }

  /**
   * @param told what the remote says about it
   */
  record Pushed(Outcome outcome, String told) {}

  /** The commit; the parent itself when nothing changes by it. */
  ObjectId commit(Optional<ObjectId> parent, BranchEdit edit) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      DirCache tree = DirCache.newInCore();
      Optional<ObjectId> before = Optional.empty();
      if (parent.isPresent()) {
        before = Optional.of(walk.parseCommit(parent.get()).getTree().getId());
        DirCacheBuilder builder = tree.builder();
        builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, before.get());
        builder.finish();
      }
      edit(tree, edit.files(), inserter);
      ObjectId after = tree.writeTree(inserter);
      if (before.isPresent() && before.get().equals(after)) {
        return parent.get();
      }
      ObjectId commit = inserter.insert(commit(parent, after, edit.message()));
      inserter.flush();
      return commit;
    }
  }

  private static void edit(
      DirCache tree, Map<String, Optional<String>> files, ObjectInserter inserter)
      throws IOException {
    DirCacheEditor editor = tree.editor();
    for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
      if (file.getValue().isEmpty()) {
        editor.add(new DirCacheEditor.DeletePath(file.getKey()));
      } else {
        byte[] bytes = file.getValue().get().getBytes(StandardCharsets.UTF_8);
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, bytes);
        editor.add(new Written(file.getKey(), blob));
      }
    }
    editor.finish();
  }

  /** A plain file. */
  private static final class Written extends DirCacheEditor.PathEdit {
    private final ObjectId blob;

    Written(String path, ObjectId blob) {
      super(path);
      this.blob = blob;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(blob);
    }
  }

  private CommitBuilder commit(Optional<ObjectId> parent, ObjectId tree, String message) {
    PersonIdent hub = new PersonIdent(NAME, MAIL, clock.instant(), ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    parent.ifPresent(commit::setParentId);
    commit.setTreeId(tree);
    commit.setAuthor(hub);
    commit.setCommitter(hub);
    commit.setMessage(message);
    return commit;
  }

  /**
   * Moves the branch of the remote.
   *
   * @param from where it must still be; zero when it must not be there
   * @param to zero to delete it
   */
  Pushed push(String branch, ObjectId from, ObjectId to, Deadline deadline)
      throws FetchFailed, IOException {
    RemoteRefUpdate update =
        new RemoteRefUpdate(
            repository,
            to.equals(ObjectId.zeroId()) ? null : to.name(),
            BranchClone.ref(branch),
            true,
            null,
            from);
    try (Transport transport = remote.open(repository)) {
      PushResult result = transport.push(deadline, List.of(update));
      return judged(update, result);
    } catch (NotSupportedException | TransportException | RuntimeException e) {
      throw remote.failed(e);
    }
  }

  private static Pushed judged(RemoteRefUpdate update, PushResult result) {
    String told =
        Printable.line(
            update.getMessage() == null ? result.getMessages().strip() : update.getMessage());
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE, NON_EXISTING -> new Pushed(Outcome.DONE, told);
      case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD -> new Pushed(Outcome.RACE, told);
      case REJECTED_OTHER_REASON -> new Pushed(isRace(told) ? Outcome.RACE : Outcome.DENIED, told);
      case REJECTED_NODELETE, NOT_ATTEMPTED, AWAITING_REPORT -> new Pushed(Outcome.DENIED, told);
    };
  }

  /** A server that noticed it itself, between the look and the push. */
  private static boolean isRace(String told) {
    return told.contains("failed to update ref")
        || told.contains("cannot lock ref")
        || told.contains("failed to lock")
        || told.contains("fetch first");
  }
}
