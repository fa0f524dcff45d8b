package io.meshinfra.review;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.model.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pull requests that are open: finds new ones and new heads, and lets go of those that are open
 * no more. Used by one thread.
 */
final class PullRequests {
  private final Means means;
  private final Planning planning;
  private final ReviewRules rules;
  private final Map<PullRequest.Id, Desk> desks = new HashMap<>();

  PullRequests(Means means, Planning planning, ReviewRules rules) {
    this.means = means;
    this.planning = planning;
    this.rules = rules;
  }

  /** Looks at the forge once; gives the pull requests that are open no more. */
  List<Review> look() {
    Optional<List<PullRequest>> open =
        means.asking().of(() -> means.connection().forge().open(rules.branch()));
    if (open.isEmpty()) {
      return List.of();
    }
    open.get().forEach(this::see);
    Set<String> ids = open.get().stream().map(p -> p.id().value()).collect(Collectors.toSet());
    desks.keySet().removeIf(id -> isGone(id, ids));
    return means.journal().at(Review.Stage.OPEN).stream()
        .filter(review -> !ids.contains(review.pullRequest()))
        .toList();
  }

  private boolean isGone(PullRequest.Id id, Set<String> open) {
    boolean gone = !open.contains(id.value());
    if (gone) {
      means.comments().forget(id.value());
    }
    return gone;
  }

  /** A pull request as the forge tells it now. */
  private void see(PullRequest pull) {
    if (!pull.isOpen()) {
      return;
    }
    Desk known = desks.get(pull.id());
    Optional<Desk> desk = known == null ? opened(pull) : Optional.of(known);
    desk.ifPresent(d -> {
      d.sees(pull);
      planning.goOn(d);
    });
  }

  /** What was written before the hub knew the pull request is none of its business. */
  private Optional<Desk> opened(PullRequest pull) {
    if (means.journal().of(pull.id().value()).isEmpty()) {
      switch (means.asking().answer(() -> means.connection().forge().comments(pull.id()))) {
        case Answer.Later<List<Comment>> later -> {
          return Optional.empty();
        }
        case Answer.Refused<List<Comment>> refused -> means.begun(pull);
        case Answer.Given<List<Comment>> given ->
            means.comments().passOver(means.begun(pull), given.value());
      }
    }
    Desk desk = new Desk(pull);
    desks.put(pull.id(), desk);
    return Optional.of(desk);
  }

  Optional<Desk> desk(PullRequest.Id id) {
    return Optional.ofNullable(desks.get(id));
  }

  List<Desk> desks() {
    return List.copyOf(desks.values());
  }

  /** By number or name. */
  List<PullRequest.Id> ids() {
    return desks.keySet().stream().sorted().toList();
  }

  /** A node was seen again: plans that had to do without it are made anew. */
  void seen(NodeName node) {
    for (Desk desk : desks()) {
      if (desk.missed(node)) {
        desk.want("node " + node + " came back");
        planning.goOn(desk);
      }
    }
  }
}
