package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.journal.Journal;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.Reply;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was told in pull requests, over HTTP. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class ReviewsWiringTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String PAGE = "<script>alert(1)</script> & 'ä'";
  private static final Revision HEAD = new Revision("2".repeat(40));
  private static final NodeName ALPHA = new NodeName("alpha");

  @Inject Journal journal;

  private long id;

  /** Settled, so that nobody else deals with it. */
  @BeforeEach
  void keepAReview() {
    ReviewJournal reviews = journal.reviews();
    id =
        reviews
            .begin("77", new Review.About("Add <b>tmux</b>", "ada", "https://forge.example/77"))
            .id();
    reviews.planned(
        id,
        new ReviewJournal.NewPlan(
            HEAD,
            new Revision("1".repeat(40)),
            "1 node: 1 changes",
            Optional.of("hash-of-all"),
            "### mesh plan\n" + PAGE + "\n",
            List.of(new ReviewJournal.PlannedNode(ALPHA, Optional.of("0123456789abcdef")))));
    reviews.outcome(
        id,
        new NodeOutcome(
            ALPHA, NodeOutcome.Ending.CONVERGED, "", Optional.of(new RunId("20260301t101530-ab"))));
    reviews.written(id, "5", "the comment");
    reviews.stage(id, Review.Stage.SETTLED, Optional.of(HEAD));
  }

  @Test
  void shouldListThem() {
    String one = "reviews.find { it.id == %d }".formatted(id);

    operator()
        .get("/api/v1/reviews?state=settled")
        .then()
        .statusCode(200)
        .body("reviews.state", everyItem(is("settled")))
        .body(one + ".pullRequest", is("77"))
        .body(one + ".title", is("Add <b>tmux</b>"))
        .body(one + ".page", is("https://forge.example/77"))
        .body(one + ".head", is(HEAD.id()))
        .body(one + ".headline", is("1 node: 1 changes"))
        .body(one + ".plan", is("hash-of-all"))
        .body(one + ".merged", is(HEAD.id()))
        .body(one + ".href", is("/api/v1/reviews/" + id));
    operator().get("/api/v1/reviews").then().body("reviews.id", hasItem((int) id));
    operator()
        .get("/api/v1/reviews?state=closed")
        .then()
        .body("reviews.id", not(hasItem((int) id)));
  }

  @Test
  void shouldTellAllOfOne() {
    journal.reviews().reply(id, new Reply("mesh help", "ada", Instant.EPOCH, "a list"));

    operator()
        .get("/api/v1/reviews/" + id)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("X-Content-Type-Options", "nosniff")
        .body("id", is((int) id))
        .body("report", containsString(PAGE))
        .body("nodes[0].node", is("alpha"))
        .body("nodes[0].plan", is("0123456789abcdef"))
        .body("nodes[0].outcome", is("converged"))
        .body("nodes[0].run", is("20260301t101530-ab"))
        .body("replies[0].command", is("mesh help"))
        .body("replies[0].answer", is("a list"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/markdown", "text/plain"})
  void shouldTellThePlanAsText(String type) {
    String text =
        operator()
            .accept(type)
            .get("/api/v1/reviews/" + id)
            .then()
            .statusCode(200)
            .contentType(startsWith(type + ";charset=UTF-8"))
            .header("X-Content-Type-Options", "nosniff")
            .header("Content-Security-Policy", containsString("default-src 'none'"))
            .extract()
            .asString();

    assertEquals("### mesh plan\n" + PAGE + "\n", text);
  }

  /** As a browser asks when somebody follows the link in a comment. */
  @Test
  void shouldNeverBeAPage() {
    operator()
        .accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .get("/api/v1/reviews/" + id)
        .then()
        .statusCode(200)
        .contentType(not(containsString("html")))
        .header("X-Content-Type-Options", "nosniff");
    operator().accept("text/html").get("/api/v1/reviews/" + id).then().statusCode(406);
  }

  @ParameterizedTest
  @CsvSource({
    "reviews/987654, 404, mesh get reviews lists them",
    "reviews/x, 400, is a whole number",
    "reviews/-1, 400, is a whole number",
    "reviews?state=gone, 400, 'open, merged, settled, closed'",
    "reviews?limit=201, 400, from 1 to 200"
  })
  void shouldSayWhatIsWrong(String path, int status, String detail) {
    operator()
        .get("/api/v1/" + path)
        .then()
        .statusCode(status)
        .contentType(PROBLEM)
        .body("detail", containsString(detail));
  }
}
