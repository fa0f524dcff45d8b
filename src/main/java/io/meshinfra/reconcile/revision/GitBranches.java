package io.meshinfra.reconcile.revision;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.none.Branches;
import io.meshinfra.model.Revision;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import io.meshinfra.source.RemoteBranch;
import io.meshinfra.source.RemoteBranches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The branches of the remote of the desired state, as a forge that is none wants them. */
public record GitBranches(RemoteBranches branches) implements Branches {
  /** Whatever it is, it is rarely over sooner. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  @Override
  public String followed() {
    return branches.followed();
  }

  @Override
  public Answer<List<Branch>> list() {
    return answer(branches.list()).map(all -> all.stream().map(GitBranches::branch).toList());
  }

  private static Branch branch(RemoteBranch branch) {
    return new Branch(
        branch.name(),
        branch.newest().revision(),
        branch.newest().author(),
        branch.newest().subject(),
        branch.newest().at(),
        branch.ahead());
  }

  @Override
  public Answer<Optional<Revision>> broughtIn(Revision head) {
    return answer(branches.broughtIn(head));
  }

  @Override
  public Answer<Map<String, String>> read(String branch, String folder) {
    return answer(branches.read(branch, folder));
  }

  @Override
  public Answer<Revision> write(String branch, Map<String, String> texts, String message) {
    Map<String, Optional<String>> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, Optional.of(text)));
    return answer(branches.write(new BranchEdit(branch, Optional.empty(), files, message)));
  }

  @Override
  public Answer<Boolean> delete(String branch) {
    return answer(branches.delete(branch));
  }

  private static <T> Answer<T> answer(BranchResult<T> result) {
    return switch (result) {
      case BranchResult.Done<T> done -> Answer.of(done.value());
      case BranchResult.Failed<T> failed -> new Answer.Later<>(failed.reason(), AGAIN);
      case BranchResult.Denied<T> denied -> new Answer.Refused<>(denied.reason());
    };
  }
}
