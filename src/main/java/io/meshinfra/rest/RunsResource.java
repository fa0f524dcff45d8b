package io.meshinfra.rest;

import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.RunDetail;
import io.meshinfra.rest.view.RunView.Runs;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was done, run by run. */
@Path("/runs")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class RunsResource {
  private static final int MOST = 500;

  private final Hub hub;

  RunsResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(summary = "Runs, newest first")
  public Runs all(
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("before") Optional<String> before,
      @QueryParam("node") Optional<String> node) {
    Input input = new Input();
    int most = (int) input.number("limit", limit, 1, MOST, 50);
    var older = input.maybeRun("before", before);
    var only = input.maybeNode("node", node);
    input.check();
    return Runs.page(hub.records().history(only, most, older), most);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Everything about one run")
  public RunDetail one(@PathParam("id") String id) {
    RunId run = Input.one(input -> input.run("id", id));
    return hub.records().run(run).map(RunDetail::of).orElseThrow(() -> unknown(run));
  }

  static RuntimeException unknown(RunId run) {
    return Problems.notFound("no run " + run + "; it may be older than what the journal keeps");
  }
}
