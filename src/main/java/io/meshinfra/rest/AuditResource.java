package io.meshinfra.rest;

import io.meshinfra.journal.AuditRow;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.view.AuditView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who did what, for the operator alone. */
@Path("/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AuditResource {
  private static final int MOST = 1000;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Hub hub;

  AuditResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(
      summary = "Who did what, oldest first",
      description = "Page by page: next of one answer is after of the next question.")
  public AuditView.Page rows(
      @QueryParam("after") Optional<String> after, @QueryParam("limit") Optional<String> limit) {
    Input input = new Input();
    long from = input.number("after", after, 0, Long.MAX_VALUE, 0);
    int most = (int) input.number("limit", limit, 1, MOST, 100);
    input.check();
    return AuditView.Page.of(hub.records().audit().after(from, most), most);
  }

  @GET
  @Path("/head")
  @Operation(
      summary = "The newest row in short",
      description = "Copied to another place, it shows later whether rows were written anew.")
  public AuditView.Head head() {
    return AuditView.Head.of(hub.records().audit().head());
  }

  @GET
  @Path("/verify")
  @Operation(
      summary = "Read all rows and tell which are not as they were written",
      description = "With id and digest of a head that was copied, also whether that row is it.")
  public AuditView.Verdict verify(
      @QueryParam("id") Optional<String> id, @QueryParam("digest") Optional<String> digest) {
    Input input = new Input();
    long row = input.number("id", id, 1, Long.MAX_VALUE, 0);
    Optional<String> sum = input.maybe("digest", digest, AuditResource::digest);
    if (id.isPresent() != digest.isPresent()) {
      input.needed(id.isPresent() ? "digest" : "id", Optional.empty());
    }
    input.check();
    return AuditView.Verdict.of(
        hub.records().audit().verify(sum.map(known -> new AuditRow.Head(row, known))));
  }

  private static String digest(String text) {
    if (!DIGEST.matcher(text).matches()) {
      throw new IllegalArgumentException("is 64 hexadecimal digits, as mesh audit head tells");
    }
    return text;
  }
}
