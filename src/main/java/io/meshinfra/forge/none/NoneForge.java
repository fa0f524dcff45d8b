package io.meshinfra.forge.none;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.HubBranches;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.none.Branches.Branch;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A plain git remote. Every branch that is ahead of the followed one is a pull request; what there
 * is to say about it is on the branch {@value #REPORTS}, in a folder that is called like it.
 */
final class NoneForge implements Forge {
  /** Where the hub writes. */
  static final String REPORTS = HubBranches.REPORTS;

  /** The one report about a branch. */
  static final Comment.Id PLAN = new Comment.Id("plan.md");

  private static final Logger LOG = Logger.getLogger(NoneForge.class);
  private static final String HUB = "mesh-infra";
  private static final int MOST = 100;

  private final Branches branches;
  private final Clock clock;

  NoneForge(Branches branches, Clock clock) {
    this.branches = branches;
    this.clock = clock;
  }

  @Override
  public Answer<List<PullRequest>> open(String branch) {
    if (!branch.equals(branches.followed())) {
      return Answer.of(List.of());
    }
    return branches
        .list()
        .map(all ->
            all.stream()
                .filter(one -> one.ahead() && isProposed(one.name()))
                .filter(NoneForge::canBeNamed)
                .limit(MOST)
                .map(one -> pullRequest(one, State.OPEN, Optional.empty(), one.subject()))
                .toList());
  }

  /** Of the hub's own branches those about drift. */
  private static boolean isProposed(String name) {
    return !name.startsWith(HubBranches.OWN) || name.startsWith(HubBranches.DRIFT);
  }

  private static boolean canBeNamed(Branch branch) {
    try {
      return !new PullRequest.Id(branch.name()).value().isEmpty();
    } catch (IllegalArgumentException e) {
      LOG.warnf(
          "the branch %s is not looked at: only letters, digits and ./_- are taken in its name",
          Printable.quote(branch.name()));
      return false;
    }
  }

  private PullRequest pullRequest(
      Branch branch, State state, Optional<Revision> merged, String title) {
    return new PullRequest(
        new PullRequest.Id(branch.name()),
        state,
        title,
        branch.author(),
        false,
        branches.followed(),
        branch.head(),
        "refs/heads/" + branch.name(),
        merged,
        URI.create(branch.name() + "/" + PLAN.value()));
  }

  @Override
  public Answer<PullRequest> find(PullRequest.Id id) {
    return branches
        .read(REPORTS, id.value())
        .then(texts -> {
          Optional<Report> report = Report.in(texts);
          return branches
              .list()
              .then(all ->
                  all.stream()
                      .filter(branch -> branch.name().equals(id.value()))
                      .findFirst()
                      .map(branch -> present(branch, report))
                      .orElseGet(() -> gone(id, report)));
        });
  }

  private Answer<PullRequest> present(Branch branch, Optional<Report> report) {
    String title = report.flatMap(Report::title).orElse(branch.subject());
    return branch.ahead()
        ? Answer.of(pullRequest(branch, State.OPEN, Optional.empty(), title))
        : branches
            .broughtIn(branch.head())
            .map(merge -> pullRequest(branch, State.MERGED, merge, title));
  }

  /** A branch that is deleted was merged if the last head that was reported on was. */
  private Answer<PullRequest> gone(PullRequest.Id id, Optional<Report> report) {
    if (report.isEmpty()) {
      return new Answer.Refused<>(
          "the remote has no branch %s, and nothing was reported about it".formatted(id));
    }
    Revision head = report.get().head();
    String title = report.get().title().orElse(id.value());
    Branch last = new Branch(id.value(), head, HUB, title, clock.instant(), false);
    return branches
        .broughtIn(head)
        .map(merge ->
            pullRequest(last, merge.isPresent() ? State.MERGED : State.CLOSED, merge, title));
  }

  @Override
  public Answer<List<Comment>> comments(PullRequest.Id id) {
    return branches
        .read(REPORTS, id.value())
        .map(texts ->
            Optional.ofNullable(texts.get(PLAN.value())).stream().map(this::comment).toList());
  }

  private Comment comment(String text) {
    return new Comment(PLAN, HUB, text, clock.instant());
  }

  /** There is one report about a branch, so everything is written in its place. */
  @Override
  public Answer<Comment> write(PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown) {
    return branches
        .write(REPORTS, Map.of(id + "/" + PLAN.value(), markdown), "Report on " + id)
        .map(written -> comment(markdown));
  }

  @Override
  public Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    String folder = on.id().value();
    return branches
        .read(REPORTS, folder)
        .then(texts -> {
          Report before = Report.in(texts).orElse(Report.of(on.head()));
          String text = before.with(on.head(), status).text();
          return branches
              .write(
                  REPORTS,
                  Map.of(folder + "/" + Report.FILE, text),
                  "%s of %s: %s"
                      .formatted(status.context(), folder, Report.Said.of(status).state()))
              .map(written -> status);
        });
  }
}
