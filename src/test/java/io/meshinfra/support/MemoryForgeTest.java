package io.meshinfra.support;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeContract;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.model.Revision;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The forge of the tests does what real ones do. */
class MemoryForgeTest extends ForgeContract implements People {
  private final MemoryForge forge =
      new MemoryForge(Clock.systemUTC(), 65_536).member(People.MEMBER);
  private int commits;

  private Revision commit() {
    return new Revision("%040x".formatted(++commits));
  }

  @Override
  protected Connection connection() {
    return forge.connection();
  }

  @Override
  protected People people() {
    return this;
  }

  @Override
  public Id open(String author, String title) {
    return forge.open(author, author.equals(STRANGER), commit(), "topic-" + commits, title);
  }

  @Override
  public Revision push(Id id) {
    Revision head = commit();
    forge.push(id, head);
    return head;
  }

  @Override
  public Revision merge(Id id) {
    Revision merged = commit();
    forge.merge(id, merged);
    return merged;
  }

  @Override
  public void close(Id id) {
    forge.closed(id);
  }

  @Override
  public void comment(Id id, String author, String text) {
    forge.comment(id, author, text);
  }

  @Override
  public void delete(Id id, Comment.Id comment) {
    forge.delete(id, comment);
  }

  @Override
  public List<String> comments(Id id) {
    return forge.texts(id);
  }

  @Override
  public Optional<CommitStatus.State> status(Revision commit, String context) {
    return forge.statusOf(commit, context).map(CommitStatus::state);
  }

  @Override
  public void branch(String name) {
    forge.branch(name, commit());
  }
}
