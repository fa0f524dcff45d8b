package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** A commit on a new branch, on top of the last one; work tree and index are left alone. */
record LocalBranch(Repository repository, Committer committer) {

  /**
   * @param files by path: what they contain then, or empty for those that are gone
   * @throws UnreadableFile when there is such a branch already, or no commit to begin from
   */
  Revision commit(
      String branch, SortedMap<String, Optional<Content>> files, String message, Instant now)
      throws IOException, UnreadableFile {
    ObjectId head = requireNew(repository, branch);
    String ref = Constants.R_HEADS + branch;
    ObjectId commit = insert(head, files, message, now);
    RefUpdate update = repository.updateRef(ref);
    update.setExpectedOldObjectId(ObjectId.zeroId());
    update.setNewObjectId(commit);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW) {
      throw new UnreadableFile("git does not make the branch " + branch + ": " + result);
    }
    return new Revision(commit.name());
  }

  /**
   * What a new branch of that name would begin from.
   *
   * @throws UnreadableFile when it cannot be made
   */
  static ObjectId requireNew(Repository repository, String branch)
      throws IOException, UnreadableFile {
    String ref = Constants.R_HEADS + branch;
    if (!Repository.isValidRefName(ref)) {
      throw new UnreadableFile(Printable.quote(branch) + " is no name for a branch");
    }
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head == null) {
      throw new UnreadableFile("there is no commit yet that a branch could begin from");
    }
    if (repository.exactRef(ref) != null) {
      throw new UnreadableFile(
          "there is a branch " + branch + " already; name another one, or delete it");
    }
    return head;
  }

  private ObjectId insert(
      ObjectId head, SortedMap<String, Optional<Content>> files, String message, Instant now)
      throws IOException, UnreadableFile {
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      builder.addTree(
          new byte[0], DirCacheEntry.STAGE_0, reader, walk.parseCommit(head).getTree().getId());
      builder.finish();
      DirCacheEditor editor = tree.editor();
      for (Map.Entry<String, Optional<Content>> file : files.entrySet()) {
        editor.add(edit(file.getKey(), file.getValue(), inserter));
      }
      editor.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setParentId(head);
      commit.setTreeId(tree.writeTree(inserter));
      commit.setAuthor(committer.author(now));
      commit.setCommitter(committer.committer(now));
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  static DirCacheEditor.PathEdit edit(
      String path, Optional<Content> content, ObjectInserter inserter) throws IOException {
    if (content.isEmpty()) {
      return new DirCacheEditor.DeletePath(path);
    }
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content.get().bytes());
    return new DirCacheEditor.PathEdit(path) {
      @Override
      public void apply(DirCacheEntry entry) {
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(blob);
        // What git remembers of the file on disk is of the former one: it has to look again.
        entry.setLength(0);
        entry.setLastModified(Instant.EPOCH);
      }
    };
  }
}
