package io.meshinfra.rest;

import io.meshinfra.journal.Review;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.ReviewRecords.Whole;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.ReviewDetail;
import io.meshinfra.rest.view.ReviewView;
import io.meshinfra.rest.view.ReviewView.Reviews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** What the hub tells in pull requests. */
@Path("/reviews")
@Tag(name = "reviews")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class ReviewsResource {
  private static final int MOST = 200;

  /** Of the text of a plan, which holds words of strangers: a browser shows it and runs nothing. */
  private static final String NOTHING = "default-src 'none'; sandbox";

  private final Hub hub;

  ReviewsResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(summary = "Pull requests that the hub tells about, newest first")
  public Reviews all(
      @QueryParam("limit") Optional<String> limit, @QueryParam("state") Optional<String> state) {
    Input input = new Input();
    int most = (int) input.number("limit", limit, 1, MOST, 50);
    Optional<Review.Stage> stage = input.maybe("state", state, ReviewView::stage);
    input.check();
    return new Reviews(
        hub.records().reviews().recent(most, stage).stream().map(ReviewView::of).toList());
  }

  @GET
  @Path("/{id}")
  @Operation(
      summary = "All that the hub tells about a pull request",
      description =
          "With the whole plan, which may be longer than a comment. As text/markdown or text/plain"
              + " the answer is the plan alone.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ReviewDetail.class)),
        @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  public ReviewDetail one(@PathParam("id") String id) {
    return ReviewDetail.of(found(id));
  }

  @GET
  @Path("/{id}")
  @Produces({"text/markdown;charset=UTF-8", "text/plain;charset=UTF-8"})
  @ResponseHeader(name = "Content-Security-Policy", value = NOTHING)
  @Operation(hidden = true)
  public String report(@PathParam("id") String id) {
    return found(id).report();
  }

  private Whole found(String id) {
    long number = Input.one(input -> input.number("id", Optional.of(id), 1, Long.MAX_VALUE, 0));
    return hub.records()
        .reviews()
        .find(number)
        .orElseThrow(
            () -> Problems.notFound("no review %d; mesh get reviews lists them".formatted(number)));
  }
}
