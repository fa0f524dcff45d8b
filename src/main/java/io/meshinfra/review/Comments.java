package io.meshinfra.review;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Reads comments for commands. Each comment acts once, at most: it is noted before anything is
 * done. What was written before the hub knew the pull request does not act at all, and neither does
 * what somebody wrote who may not push; he gets no answer. Used by one thread.
 */
final class Comments {
  /** What a forge tells at most, see {@link io.meshinfra.forge.Forge#comments}. */
  static final int MOST = 100;

  private static final Logger LOG = Logger.getLogger(Comments.class);

  private final Publisher publisher;
  private final Permissions permissions;
  private final ReviewJournal journal;
  private final CommandDesk desk;
  private final Map<String, Set<String>> read = new HashMap<>();

  Comments(Publisher publisher, Permissions permissions, ReviewJournal journal, CommandDesk desk) {
    this.publisher = publisher;
    this.permissions = permissions;
    this.journal = journal;
    this.desk = desk;
  }

  /** The commands that were carried out now. */
  List<Command> read(Review review, List<Comment> comments) {
    Set<String> known = read.computeIfAbsent(review.pullRequest(), id -> new HashSet<>());
    List<Command> done = new ArrayList<>();
    for (Comment comment : comments) {
      if (!known.contains(comment.id().value()) && isDealtWith(review, comment, done)) {
        known.add(comment.id().value());
      }
    }
    return done;
  }

  /** Nobody comments any more. */
  void forget(String pullRequest) {
    read.remove(pullRequest);
  }

  /** Notes everything that is there already, so that none of it acts. */
  void passOver(Review review, List<Comment> comments) {
    for (Comment comment : comments) {
      if (!CommandLines.of(comment.text()).isEmpty()) {
        journal.isNew(review.pullRequest(), comment.id().value());
      }
    }
  }

  /** False when the comment has to be looked at again. */
  private boolean isDealtWith(Review review, Comment comment, List<Command> done) {
    List<Command> commands = CommandLines.of(comment.text());
    if (commands.isEmpty() || publisher.isOwn(comment.author())) {
      return true;
    }
    return switch (permissions.mayWrite(comment.author())) {
      case Answer.Later<Boolean> later -> false;
      case Answer.Refused<Boolean> refused -> {
        ignore(review, comment);
        yield true;
      }
      case Answer.Given<Boolean> given -> {
        if (!given.value()) {
          ignore(review, comment);
        } else if (journal.isNew(review.pullRequest(), comment.id().value())) {
          commands.forEach(command -> desk.act(review, comment, command));
          done.addAll(commands);
        }
        yield true;
      }
    };
  }

  private void ignore(Review review, Comment comment) {
    if (journal.isNew(review.pullRequest(), comment.id().value())) {
      LOG.infof(
          "a command under pull request %s was ignored: its author may not push",
          review.pullRequest());
    }
  }
}
