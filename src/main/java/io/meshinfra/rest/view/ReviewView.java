package io.meshinfra.rest.view;

import io.meshinfra.journal.Review;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A pull request that the hub tells about, in one line. */
@Schema(name = "Review")
public record ReviewView(
    @Schema(description = "what the hub calls it") long id,
    @Schema(description = "what the forge calls it") String pullRequest,
    String title,
    String author,
    @Schema(description = "where people read it") String page,
    @Schema(
            description = "merged: some nodes have not come to their end; settled: all have",
            enumeration = {"open", "merged", "settled", "closed"})
        String state,
    @Schema(description = "commit that was planned last; absent before the first plan")
        Optional<String> head,
    @Schema(description = "commit of the branch that it was compared with") Optional<String> target,
    Optional<String> headline,
    @Schema(description = "hash over the plans of all nodes") Optional<String> plan,
    Optional<Instant> plannedAt,
    @Schema(description = "commit that brought it into the branch") Optional<String> merged,
    Instant updatedAt,
    @Schema(description = "where the whole report is") String href) {

  /** Some of them, newest first. */
  @Schema(name = "Reviews")
  public record Reviews(List<ReviewView> reviews) {
    public Reviews {
      reviews = List.copyOf(reviews);
    }
  }

  public static ReviewView of(Review review) {
    Optional<Review.Planned> planned = review.planned();
    return new ReviewView(
        review.id(),
        review.pullRequest(),
        review.about().title(),
        review.about().author(),
        review.about().page(),
        word(review.stage()),
        planned.map(plan -> plan.head().id()),
        planned.map(plan -> plan.target().id()),
        planned.map(Review.Planned::headline),
        planned.flatMap(Review.Planned::hash),
        planned.map(Review.Planned::at),
        review.merged().map(Revision::id),
        review.updatedAt(),
        "/api/v1/reviews/" + review.id());
  }

  /**
   * The state that a word stands for.
   *
   * @throws IllegalArgumentException when there is none; the message names them all
   */
  public static Review.Stage stage(String word) {
    return Arrays.stream(Review.Stage.values())
        .filter(stage -> word(stage).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "is one of "
                    + Arrays.stream(Review.Stage.values())
                        .map(ReviewView::word)
                        .collect(Collectors.joining(", "))));
  }

  private static String word(Review.Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
