package io.meshinfra.journal;

import io.meshinfra.journal.Review.Stage;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was told in pull requests, so that nothing is told or done twice. */
public final class ReviewJournal {
  private static final String ALL =
      "select id, pull_request, title, author, page, stage, head, target, headline, plan_hash,"
          + " hash_since, planned_at, comment, comment_text, merged, updated_at from review";

  private static final String BRIEF = ALL.replace("comment_text", "'' as comment_text");

  private static final int MOST_REPLIES = 5;

  private final Database database;
  private final Clock clock;

  ReviewJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public Optional<Review> of(String pullRequest) {
    return database.first(ReviewJournal::read, ALL + " where pull_request = ?", pullRequest);
  }

  public Optional<Review> find(long id) {
    return database.first(ReviewJournal::read, ALL + " where id = ?", id);
  }

  /** The newest first, without the text of their comments: all of them at once are large. */
  public List<Review> recent(int limit, Optional<Stage> stage) {
    return stage
        .map(one ->
            database.list(
                ReviewJournal::read,
                BRIEF + " where stage = ? order by id desc limit ?",
                one,
                limit))
        .orElseGet(
            () -> database.list(ReviewJournal::read, BRIEF + " order by id desc limit ?", limit));
  }

  /** The oldest first. */
  public List<Review> at(Stage stage) {
    return database.list(ReviewJournal::read, ALL + " where stage = ? order by id", stage);
  }

  /** Knows the pull request from now on; what is known of it already stays. */
  public Review begin(String pullRequest, Review.About about) {
    String title = Bounded.line(about.title());
    String author = Bounded.line(about.author());
    String page = Bounded.line(about.page());
    database.insertOnce(
        "insert into review (pull_request, title, author, page, stage, updated_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        pullRequest,
        title,
        author,
        page,
        Stage.OPEN,
        clock.instant());
    database.update(
        "update review set title = ?, author = ?, page = ? where pull_request = ?",
        title,
        author,
        page,
        pullRequest);
    return of(pullRequest).orElseThrow();
  }

  /** What a plan leaves in the journal. */
  public record NewPlan(
      Revision head,
      Revision target,
      String headline,
      Optional<String> hash,
      String report,
      List<PlannedNode> nodes) {
    public NewPlan {
      nodes = List.copyOf(nodes);
    }
  }

  /** One node of it. */
  public record PlannedNode(NodeName node, Optional<String> hash) {}

  /** Replaces what was planned before. The same hash keeps the time since when it was shown. */
  public void planned(long id, NewPlan plan) {
    Instant now = clock.instant();
    database.transaction(connection -> {
      Optional<Review> before =
          Database.list(connection, ReviewJournal::read, ALL + " where id = ?", id).stream()
              .findFirst();
      Instant since =
          before
              .flatMap(Review::planned)
              .filter(planned -> planned.hash().equals(plan.hash()))
              .map(Review.Planned::hashSince)
              .orElse(now);
      Database.update(
          connection,
          "update review set head = ?, target = ?, headline = ?, plan_hash = ?, hash_since = ?,"
              + " planned_at = ?, updated_at = ?, stage = ? where id = ?",
          plan.head(),
          plan.target(),
          Bounded.line(plan.headline()),
          plan.hash(),
          since,
          now,
          now,
          Stage.OPEN,
          id);
      replaceParts(connection, id, plan.report());
      replaceNodes(connection, id, plan.nodes());
      return null;
    });
  }

  private static void replaceParts(Connection connection, long id, String report)
      throws SQLException {
    Database.update(connection, "delete from review_part where review = ?", id);
    List<Object[]> rows = new ArrayList<>();
    for (String part : Bounded.parts(report)) {
      rows.add(new Object[] {id, rows.size(), part});
    }
    Database.batch(
        connection, "insert into review_part (review, part, text) values (?, ?, ?)", rows);
  }

  private static void replaceNodes(Connection connection, long id, List<PlannedNode> nodes)
      throws SQLException {
    Database.update(connection, "delete from review_node where review = ?", id);
    Database.batch(
        connection,
        "insert into review_node (review, node, plan_hash, ending, detail)"
            + " values (?, ?, ?, 'PENDING', '')",
        nodes.stream().map(node -> new Object[] {id, node.node(), node.hash()}).toList());
  }

  /** The whole report of the last plan; empty when there is none. */
  public String report(long id) {
    return String.join(
        "",
        database.list(
            row -> row.text("text"),
            "select text from review_part where review = ? order by part",
            id));
  }

  /** By name. */
  public List<ReviewNode> nodes(long id) {
    return database.list(
        ReviewJournal::readNode,
        "select node, plan_hash, ending, detail, run from review_node where review = ?"
            + " order by node",
        id);
  }

  public void outcome(long id, NodeOutcome outcome) {
    database.update(
        "update review_node set ending = ?, detail = ?, run = ? where review = ? and node = ?",
        outcome.ending(),
        Bounded.line(outcome.detail()),
        outcome.run(),
        id,
        outcome.node());
  }

  /** The comment is as it shall be. */
  public void written(long id, String comment, String text) {
    database.update(
        "update review set comment = ?, comment_text = ?, updated_at = ? where id = ?",
        comment,
        Bounded.comment(text),
        clock.instant(),
        id);
  }

  public void stage(long id, Stage stage, Optional<Revision> merged) {
    database.update(
        "update review set stage = ?, merged = ?, updated_at = ? where id = ?",
        stage,
        merged,
        clock.instant(),
        id);
  }

  public void reply(long id, Reply reply) {
    database.update(
        "insert into review_reply (review, command, author, answer, answered_at)"
            + " values (?, ?, ?, ?, ?)",
        id,
        Bounded.line(reply.command()),
        Bounded.line(reply.by()),
        Bounded.line(reply.answer()),
        reply.at());
  }

  /** The newest few, the newest first. */
  public List<Reply> replies(long id) {
    return database.list(
        row ->
            new Reply(
                row.text("command"),
                row.text("author"),
                row.instant("answered_at"),
                row.text("answer")),
        "select command, author, answer, answered_at from review_reply where review = ?"
            + " order by seq desc limit ?",
        id,
        MOST_REPLIES);
  }

  /** Whether the comment was never looked at before; from now on it was. */
  public boolean isNew(String pullRequest, String comment) {
    return database.insertOnce(
        "insert into review_comment (pull_request, comment, seen_at) values (?, ?, ?)",
        pullRequest,
        comment,
        clock.instant());
  }

  private static ReviewNode readNode(Row row) throws SQLException {
    return new ReviewNode(
        row.maybeText("plan_hash"),
        new NodeOutcome(
            new NodeName(row.text("node")),
            NodeOutcome.Ending.valueOf(row.text("ending")),
            row.text("detail"),
            row.maybeText("run").map(RunId::new)));
  }

  private static Review read(Row row) throws SQLException {
    return new Review(
        row.number("id"),
        row.text("pull_request"),
        new Review.About(row.text("title"), row.text("author"), row.text("page")),
        Stage.valueOf(row.text("stage")),
        row.maybeText("head").isPresent() ? Optional.of(readPlan(row)) : Optional.empty(),
        row.maybeText("comment").isPresent()
            ? Optional.of(new Review.Written(row.text("comment"), row.text("comment_text")))
            : Optional.empty(),
        row.maybeText("merged").map(Revision::new),
        row.instant("updated_at"));
  }

  private static Review.Planned readPlan(Row row) throws SQLException {
    return new Review.Planned(
        new Revision(row.text("head")),
        new Revision(row.text("target")),
        row.text("headline"),
        row.maybeText("plan_hash"),
        row.instant("hash_since"),
        row.instant("planned_at"));
  }
}
