package io.meshinfra.reconcile.revision;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.Revision;
import io.meshinfra.support.FleetRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** People who share a bare repository, by the git command. */
final class GitPeople implements People {
  private final FleetRepository repository;
  private int counter;

  GitPeople(Path folder) {
    repository = new FleetRepository(folder);
    repository.write("README", "hello").push("Begin");
  }

  String remote() {
    return repository.bare().toString();
  }

  private Revision commit(String file, String text, String message) {
    repository.write(file, text);
    git("add", "-A");
    // A second apart, so that it is known which is newer.
    String at = "2026-11-23T12:%02d:%02dZ".formatted(++counter / 60, counter % 60);
    git("commit", "-q", "-m", message, "--date=" + at);
    return new Revision(git("rev-parse", "HEAD").strip());
  }

  @Override
  public PullRequest.Id open(String author, String title) {
    String name = "topic/" + ++counter;
    branch(name, title);
    return new PullRequest.Id(name);
  }

  @Override
  public void branch(String name) {
    branch(name, "Something new");
  }

  private void branch(String name, String title) {
    git("checkout", "-q", "-B", name, "main");
    commit("file-" + counter, title, title);
    git("push", "-q", "-f", "origin", name);
    git("checkout", "-q", "main");
  }

  @Override
  public Revision push(PullRequest.Id id) {
    git("checkout", "-q", id.value());
    Revision head = commit("more-" + counter, "more", "More");
    git("push", "-q", "origin", id.value());
    git("checkout", "-q", "main");
    return head;
  }

  @Override
  public Revision merge(PullRequest.Id id) {
    git("merge", "-q", "--no-ff", "-m", "Merge " + id, id.value());
    git("push", "-q", "origin", "main");
    return new Revision(git("rev-parse", "HEAD").strip());
  }

  @Override
  public void close(PullRequest.Id id) {
    git("push", "-q", "origin", "--delete", id.value());
  }

  @Override
  public void comment(PullRequest.Id id, String author, String text) {
    throw new UnsupportedOperationException("nobody writes under a branch");
  }

  @Override
  public void delete(PullRequest.Id id, Comment.Id comment) {
    git("fetch", "-q", "origin");
    git("checkout", "-q", "-B", "mesh/reports", "origin/mesh/reports");
    git("rm", "-q", id + "/" + comment.value());
    git("commit", "-q", "-m", "Away with it");
    git("push", "-q", "origin", "mesh/reports");
    git("checkout", "-q", "main");
  }

  @Override
  public List<String> comments(PullRequest.Id id) {
    return file(id + "/plan.md").stream().toList();
  }

  Optional<String> file(String path) {
    git("fetch", "-q", "origin");
    boolean there =
        git("ls-tree", "-r", "--name-only", "origin/mesh/reports").lines().anyMatch(path::equals);
    return there ? Optional.of(git("show", "origin/mesh/reports:" + path)) : Optional.empty();
  }

  /** As a person reads it: of whichever branch it is the head of. */
  @Override
  public Optional<CommitStatus.State> status(Revision commit, String context) {
    git("fetch", "-q", "origin");
    return git("ls-tree", "-r", "--name-only", "origin/mesh/reports")
        .lines()
        .filter(path -> path.endsWith("/status.json"))
        .map(path -> git("show", "origin/mesh/reports:" + path))
        .filter(text -> text.contains("\"head\" : \"" + commit.id() + '"'))
        .filter(text -> text.contains('"' + context + '"'))
        .map(text -> text.split('"' + context + "\" : ")[1].split("\"")[3])
        .map(state -> CommitStatus.State.valueOf(state.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  String git(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    all.addAll(Arrays.asList(arguments));
    return repository.git(all.toArray(String[]::new));
  }
}
