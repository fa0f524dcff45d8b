package io.meshinfra.rest;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.ContractRegister;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.SessionView;
import io.meshinfra.rest.view.SessionView.Sessions;
import io.meshinfra.session.SessionId;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Contracts of sessions. */
@Path("/sessions")
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SessionsResource {
  private final Hub hub;

  SessionsResource(Hub hub) {
    this.hub = hub;
  }

  /** What became of a wish to end. */
  public record Ended(boolean was) {}

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Operation(
      summary = "Sessions whose contract is on the branch or was issued lately, newest first")
  public Sessions all() {
    try {
      return new Sessions(hub.agents().contracts().all().stream().map(SessionView::of).toList());
    } catch (UnreadableFile e) {
      throw HttpProblem.valueOf(Status.SERVICE_UNAVAILABLE, e.getMessage());
    }
  }

  @POST
  @Operation(
      summary = "Make a contract count without a merge",
      description = "The newest revision is judged anew, if it was refused.")
  public SessionView issue(Requests.IssueSession request) {
    Requests.IssueSession asked =
        request == null
            ? new Requests.IssueSession(Optional.empty(), Optional.empty(), Optional.empty())
            : request;
    Input input = new Input();
    String path = input.needed("path", asked.path());
    String text = asked.text().orElse("");
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    ContractRegister contracts = hub.agents().contracts();
    SessionView issued = SessionView.of(contracts.issue(path, text, by), "issued");
    if (!hub.trouble().isEmpty()) {
      hub.reconsider(); // It may be what the newest revision was refused for.
    }
    return issued;
  }

  @DELETE
  @Path("/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "End a session before its time; its tokens end with it")
  public Ended end(@PathParam("id") String id, @QueryParam("by") Optional<String> by) {
    Input input = new Input();
    SessionId session = input.maybe("id", Optional.of(id), SessionId::parse).orElse(null);
    String name = input.text("by", by, Callers.UNNAMED);
    input.check();
    return new Ended(hub.agents().contracts().end(session, name));
  }
}
