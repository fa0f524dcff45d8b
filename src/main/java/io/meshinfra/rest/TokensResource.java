package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.AgentTokens;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.TokenView;
import io.meshinfra.rest.view.TokenView.IssuedView;
import io.meshinfra.rest.view.TokenView.Tokens;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Tokens of agents; for the operator alone. */
@Path("/tokens")
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TokensResource {
  private final Hub hub;

  TokensResource(Hub hub) {
    this.hub = hub;
  }

  /** What became of a wish to revoke. */
  public record Revoked(boolean was) {}

  @GET
  @Operation(summary = "Tokens of agents that have not expired, the last issued first")
  public Tokens all() {
    return new Tokens(hub.agents().tokens().living().stream().map(TokenView::of).toList());
  }

  @POST
  @Operation(
      summary = "Give an agent or a person a token",
      description =
          "The secret is told in this answer only; the hub keeps a digest of it. With scope"
              + " reconcile it needs a session, whose contract says so and names the nodes. With scope"
              + " login it is for the person that agent names, and good for SSH certificates only.")
  public RestResponse<IssuedView> issue(Requests.IssueToken request) {
    Requests.IssueToken asked = request == null ? NOTHING : request;
    Input input = new Input();
    AgentName agent = input.needed("agent", asked.agent(), AgentName::parse);
    Optional<SessionId> session = input.maybe("session", asked.session(), SessionId::parse);
    Scope scope = input.maybe("scope", asked.scope(), TokensResource::scope).orElse(Scope.READ);
    List<NodeName> nodes =
        asked.nodes().stream().map(name -> input.node("nodes", String.valueOf(name))).toList();
    input.needed("expires", asked.expires());
    Optional<Duration> life = input.span("expires", asked.expires(), SessionContract.LONGEST_LIFE);
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    AgentTokens.Wish wish = new AgentTokens.Wish(agent, session, scope, nodes, life.orElseThrow());
    return RestResponse.status(
        RestResponse.Status.CREATED, IssuedView.of(hub.agents().tokens().issue(wish, by)));
  }

  private static final Requests.IssueToken NOTHING =
      new Requests.IssueToken(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private static Scope scope(String word) {
    return switch (word) {
      case "read" -> Scope.READ;
      case "reconcile" -> Scope.RECONCILE;
      case "login" -> Scope.LOGIN;
      default -> throw new IllegalArgumentException("is read, reconcile or login");
    };
  }

  @DELETE
  @Path("/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "End a token before its time")
  public Revoked revoke(@PathParam("id") String id, @QueryParam("by") Optional<String> by) {
    String name = Input.one(input -> input.text("by", by, Callers.UNNAMED));
    return new Revoked(hub.agents().tokens().revoke(id, name));
  }
}
