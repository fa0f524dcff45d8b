package io.meshinfra.mcp;

import io.meshinfra.journal.Review;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.ReviewRecords.Whole;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the hub tells in pull requests. */
@Singleton
@RunOnVirtualThread
public final class ReviewTools {
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private final Hub hub;

  ReviewTools(Hub hub) {
    this.hub = hub;
  }

  @Tool(
      description =
          "Pull requests that the hub tells about, newest first, a line each: the open ones, or those"
              + " in another state.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String reviews(
      @ToolArg(description = "open, merged, settled, closed or all", required = false)
          Optional<String> state,
      @ToolArg(description = "how many at most, 1 to 100; 20 is the default", required = false)
          Optional<Integer> limit) {
    return Answers.to(() -> {
      int most = Answers.limit(limit.orElse(null), MOST, USUAL);
      String word = state.orElse("open");
      List<Review> some = hub.records().reviews().recent(most, stage(word));
      String lines = some.stream().map(ReviewTools::line).collect(Collectors.joining("\n"));
      return some.isEmpty()
          ? "There are no pull requests in state %s.".formatted(word)
          : Told.quoted("pull requests, %s".formatted(word), lines);
    });
  }

  private static Optional<Review.Stage> stage(String word) {
    if (word.equals("all")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Review.Stage.values())
            .filter(stage -> word(stage).equals(word))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException("state is open, merged, settled, closed or all")));
  }

  private static String word(Review.Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private static String line(Review review) {
    return "review %d: pull request %s, %s, by %s: %s; %s"
        .formatted(
            review.id(),
            review.pullRequest(),
            word(review.stage()),
            review.about().author(),
            review.about().title().replace('\n', ' '),
            review
                .planned()
                .map(plan ->
                    "planned at %s, commit %s: %s"
                        .formatted(plan.at(), plan.head().abbreviated(), plan.headline()))
                .orElse("not planned yet"));
  }

  @Tool(
      description =
          "One of them: what became of each node, what commands brought about, and the whole plan.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String review(@ToolArg(description = "number of the review, as reviews shows it") long id) {
    return Answers.to(() ->
        hub.records()
            .reviews()
            .find(id)
            .map(ReviewTools::detail)
            .orElseThrow(
                () -> new IllegalArgumentException("no review " + id + "; reviews lists them")));
  }

  private static String detail(Whole whole) {
    StringBuilder out = new StringBuilder();
    whole
        .nodes()
        .forEach(node ->
            out.append(
                "%s: %s%s%s\n"
                    .formatted(
                        node.outcome().node(),
                        node.outcome().ending().word(),
                        node.planHash().map(hash -> ", plan " + hash).orElse(""),
                        node.outcome().run().map(run -> ", run " + run).orElse(""))));
    whole
        .replies()
        .forEach(reply ->
            out.append(
                "%s by %s at %s: %s\n"
                    .formatted(reply.command(), reply.by(), reply.at(), reply.answer())));
    return Told.quoted("pull request", line(whole.review()) + "\n" + out)
        + Told.quoted("its plan", whole.report().isEmpty() ? "none yet" : whole.report());
  }
}
