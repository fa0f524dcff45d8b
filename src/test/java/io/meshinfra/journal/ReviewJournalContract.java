package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Review.Stage;
import io.meshinfra.journal.ReviewJournal.NewPlan;
import io.meshinfra.journal.ReviewJournal.PlannedNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.Reply;
import io.meshinfra.support.MovingClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal keeps of pull requests, whatever database it is in. */
abstract class ReviewJournalContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");
  private static final NodeName HUB = new NodeName("hub");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Revision ONE = new Revision("1".repeat(40));
  private static final Revision TWO = new Revision("2".repeat(40));
  private static final Review.About ABOUT =
      new Review.About("Add tmux", "ada", "https://forge.example/pulls/7");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private ReviewJournal reviews;
  private DriftJournal drifts;
  private Retention retention;

  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    DataSource source = database();
    Journal journal = new Journal(source, new MovingClock(time::get));
    reviews = journal.reviews();
    drifts = journal.drifts();
    retention = journal.retention();
  }

  private static NewPlan plan(Revision head, String hash, String report) {
    return new NewPlan(
        head,
        ONE,
        "2 nodes: 1 changes",
        Optional.of(hash),
        report,
        List.of(
            new PlannedNode(LAPTOP, Optional.empty()), new PlannedNode(HUB, Optional.of("h1"))));
  }

  @Test
  void shouldKnowAPullRequestByEitherName() {
    Review begun = reviews.begin("7", ABOUT);
    Review again = reviews.begin("7", new Review.About("Add tmux, please", "ada", ABOUT.page()));

    assertEquals(begun.id(), again.id());
    assertEquals(Optional.of(again), reviews.of("7"));
    assertEquals(Optional.of(again), reviews.find(begun.id()));
    assertEquals("Add tmux, please", again.about().title());
    assertEquals(Stage.OPEN, again.stage());
    assertEquals(Optional.empty(), again.planned());
    assertEquals(Optional.empty(), reviews.of("8"));
  }

  @Test
  void shouldKeepTheLastPlanAndSinceWhenItIsShown() {
    long id = reviews.begin("7", ABOUT).id();
    reviews.planned(id, plan(ONE, "aa", "first"));
    time.set(NOW.plusSeconds(60));
    reviews.planned(id, plan(TWO, "aa", "second"));

    Review.Planned same = reviews.find(id).orElseThrow().planned().orElseThrow();
    assertEquals(
        new Review.Planned(
            TWO, ONE, "2 nodes: 1 changes", Optional.of("aa"), NOW, NOW.plusSeconds(60)),
        same);
    assertEquals("second", reviews.report(id));

    reviews.planned(id, plan(TWO, "bb", "third"));
    assertEquals(
        NOW.plusSeconds(60), reviews.find(id).orElseThrow().planned().orElseThrow().hashSince());
  }

  @Test
  void shouldKeepAReportOfAnyUse() {
    long id = reviews.begin("7", ABOUT).id();
    String report = "0123456789\n".repeat(200_000);
    reviews.planned(id, plan(ONE, "aa", report));
    assertEquals(report, reviews.report(id));

    reviews.planned(id, plan(ONE, "aa", "x".repeat(9 * 1024 * 1024)));
    assertTrue(reviews.report(id).endsWith("[cut here]"));
    assertEquals("", reviews.report(id + 1));
  }

  @Test
  void shouldTellWhatBecameOfEachNode() {
    long id = reviews.begin("7", ABOUT).id();
    reviews.planned(id, plan(ONE, "aa", ""));
    NodeOutcome converged =
        new NodeOutcome(
            HUB, NodeOutcome.Ending.CONVERGED, "in 1.2 s", Optional.of(new RunId("run-0001")));
    reviews.outcome(id, converged);

    assertEquals(
        List.of(
            new ReviewNode(Optional.of("h1"), converged),
            new ReviewNode(Optional.empty(), NodeOutcome.pending(LAPTOP))),
        reviews.nodes(id));
  }

  @Test
  void shouldFindPullRequestsByStage() {
    long first = reviews.begin("7", ABOUT).id();
    long second = reviews.begin("8", ABOUT).id();
    reviews.stage(first, Stage.MERGED, Optional.of(TWO));

    assertEquals(List.of(first), reviews.at(Stage.MERGED).stream().map(Review::id).toList());
    assertEquals(Optional.of(TWO), reviews.find(first).orElseThrow().merged());
    assertEquals(List.of(second, first), ids(reviews.recent(10, Optional.empty())));
    assertEquals(List.of(second), ids(reviews.recent(1, Optional.empty())));
    assertEquals(List.of(first), ids(reviews.recent(10, Optional.of(Stage.MERGED))));
    assertEquals(List.of(), reviews.recent(10, Optional.of(Stage.CLOSED)));
  }

  private static List<Long> ids(List<Review> some) {
    return some.stream().map(Review::id).toList();
  }

  /** A list of many would be large with the texts of all comments. */
  @Test
  void shouldListWithoutTheTextOfComments() {
    long id = reviews.begin("7", ABOUT).id();
    reviews.planned(id, plan(ONE, "aa", "first"));
    reviews.written(id, "42", "a long text");

    Review listed = reviews.recent(10, Optional.empty()).getFirst();

    assertEquals(Optional.of(new Review.Written("42", "")), listed.written());
    assertEquals(reviews.find(id).orElseThrow().planned(), listed.planned());
  }

  @Test
  void shouldRememberTheCommentAsItWasWritten() {
    long id = reviews.begin("7", ABOUT).id();
    reviews.written(id, "42", "text");
    reviews.written(id, "43", "text 2");

    assertEquals(
        Optional.of(new Review.Written("43", "text 2")), reviews.find(id).orElseThrow().written());
  }

  @Test
  void shouldActOnACommentOnce() {
    assertTrue(reviews.isNew("7", "1"));
    assertFalse(reviews.isNew("7", "1"));
    assertTrue(reviews.isNew("8", "1"));
  }

  @Test
  void shouldKeepTheNewestReplies() {
    long id = reviews.begin("7", ABOUT).id();
    for (int i = 0; i < 7; i++) {
      reviews.reply(id, new Reply("mesh plan", "ada\0", NOW, "answer " + i));
    }

    List<Reply> replies = reviews.replies(id);
    assertEquals(5, replies.size());
    assertEquals(new Reply("mesh plan", "ada", NOW, "answer 6"), replies.getFirst());
  }

  private static DriftJournal.Sighting sighting(String resource, Origin origin) {
    return new DriftJournal.Sighting(ResourceId.parse(resource), "update", origin);
  }

  private static DriftSeen seen(String resource, Origin origin, Instant since) {
    return new DriftSeen(HUB, ResourceId.parse(resource), "update", origin, since);
  }

  @Test
  void shouldRememberSinceWhenSomethingDrifts() {
    drifts.saw(
        HUB,
        List.of(sighting("file:/a", Origin.CORRECTIVE), sighting("file:/b", Origin.CORRECTIVE)));
    time.set(NOW.plusSeconds(60));
    drifts.saw(
        HUB,
        List.of(
            sighting("file:/c", Origin.CORRECTIVE),
            sighting("file:/b", Origin.INTENTIONAL),
            sighting("file:/a", Origin.CORRECTIVE),
            sighting("file:/a", Origin.INTENTIONAL)));
    drifts.saw(LAPTOP, List.of(sighting("file:/x", Origin.INTENTIONAL)));

    List<DriftSeen> now =
        List.of(
            seen("file:/a", Origin.CORRECTIVE, NOW),
            seen("file:/b", Origin.INTENTIONAL, NOW.plusSeconds(60)),
            seen("file:/c", Origin.CORRECTIVE, NOW.plusSeconds(60)));
    assertEquals(now, drifts.of(HUB));
    assertEquals(4, drifts.all().size());
    drifts.forgetOthers(List.of(HUB));
    assertEquals(now, drifts.all());
    drifts.saw(HUB, List.of());
    assertEquals(List.of(), drifts.all());
  }

  @Test
  void shouldKeepTheLastDriftRequestOfANode() {
    DriftRequest first =
        new DriftRequest(
            HUB,
            "7",
            "https://forge.example/7",
            "d1",
            ONE,
            "h1",
            DriftRequest.Stage.OPEN,
            NOW,
            NOW);
    drifts.requested(first);
    assertEquals(Optional.of(first), drifts.request(HUB));
    assertEquals(List.of(first), drifts.requests(DriftRequest.Stage.OPEN));

    drifts.stage(HUB, DriftRequest.Stage.REVERTED);
    assertEquals(List.of(), drifts.requests(DriftRequest.Stage.OPEN));
    DriftRequest second =
        new DriftRequest(
            HUB,
            "9",
            "https://forge.example/9",
            "d2",
            TWO,
            "h2",
            DriftRequest.Stage.OPEN,
            NOW,
            NOW);
    drifts.requested(second);
    assertEquals(Optional.of(second), drifts.request(HUB));
  }

  private long told(String pullRequest, Stage stage) {
    long id = reviews.begin(pullRequest, ABOUT).id();
    reviews.planned(id, plan(ONE, "aa", "report of " + pullRequest));
    reviews.reply(id, new Reply("mesh plan", "ada", NOW, "answer"));
    reviews.isNew(pullRequest, "c1");
    reviews.stage(id, stage, Optional.of(TWO));
    return id;
  }

  @Test
  void shouldForgetPullRequestsOfWhichNothingMoreIsToBeTold() {
    long settled = told("7", Stage.SETTLED);
    long closed = told("8", Stage.CLOSED);

    assertEquals(0, retention.purge(NOW).reviews(), "not old yet");
    assertEquals(2, retention.purge(NOW.plusSeconds(1)).reviews());
    assertEquals(Optional.empty(), reviews.find(settled));
    assertEquals("", reviews.report(closed));
    assertEquals(List.of(), reviews.nodes(closed));
    assertEquals(List.of(), reviews.replies(closed));
    assertTrue(reviews.isNew("7", "c1"), "nothing is left of its comments");
  }

  @Test
  void shouldNeverForgetPullRequestsThatAreOpenOrFollowed() {
    long open = told("7", Stage.OPEN);
    long merged = told("8", Stage.MERGED);

    assertEquals(0, retention.purge(NOW.plusSeconds(99_999_999)).reviews());
    assertEquals("report of 7", reviews.report(open));
    assertEquals(2, reviews.nodes(merged).size());
    assertFalse(reviews.isNew("7", "c1"), "a comment acts once, however old it is");
  }

  @Test
  void shouldForgetPullRequestsAboutDriftThatIsOver() {
    for (DriftRequest.Stage stage : DriftRequest.Stage.values()) {
      drifts.requested(
          new DriftRequest(
              new NodeName(stage.name().toLowerCase(java.util.Locale.ROOT)),
              "7",
              "https://forge.example/7",
              "d1",
              ONE,
              "h1",
              stage,
              NOW,
              NOW));
    }
    drifts.saw(HUB, List.of(sighting("file:/a", Origin.CORRECTIVE)));
    retention.purge(NOW.plusSeconds(1));

    assertEquals(List.of(), drifts.requests(DriftRequest.Stage.GONE));
    assertEquals(1, drifts.requests(DriftRequest.Stage.OPEN).size());
    assertEquals(1, drifts.requests(DriftRequest.Stage.ADOPTED).size());
    assertEquals(1, drifts.requests(DriftRequest.Stage.REVERTED).size());
    assertEquals(1, drifts.all().size(), "it drifts still");
  }
}
