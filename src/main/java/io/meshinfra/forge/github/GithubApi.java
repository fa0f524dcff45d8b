package io.meshinfra.forge.github;

import io.meshinfra.forge.client.Ask;
import io.meshinfra.forge.client.GithubForms.CommentText;
import io.meshinfra.forge.client.GithubForms.NewPull;
import io.meshinfra.forge.client.GithubForms.NewStatus;
import io.meshinfra.forge.client.GithubForms.PullEdit;
import io.quarkus.rest.client.reactive.ClientQueryParam;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;

/** What the hub asks of GitHub about one repository, below {@code /repos/OWNER/NAME}. */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@ClientHeaderParam(name = "X-GitHub-Api-Version", value = "2022-11-28")
interface GithubApi extends Closeable {
  /** The most that GitHub gives at once. */
  String PAGE = "100";

  @GET
  @Path("pulls")
  @ClientQueryParam(name = "state", value = "open")
  @ClientQueryParam(name = "sort", value = "created")
  @ClientQueryParam(name = "direction", value = "desc")
  @ClientQueryParam(name = "per_page", value = PAGE)
  Response open(
      @BeanParam Ask ask, @QueryParam("base") String base, @QueryParam("head") String head);

  @POST
  @Path("pulls")
  Response propose(@BeanParam Ask ask, NewPull pull);

  @GET
  @Path("pulls/{number}")
  Response pull(@BeanParam Ask ask, @PathParam("number") long number);

  @PATCH
  @Path("pulls/{number}")
  Response edit(@BeanParam Ask ask, @PathParam("number") long number, PullEdit edit);

  @GET
  @Path("issues/{number}/comments")
  @ClientQueryParam(name = "per_page", value = PAGE)
  Response comments(
      @BeanParam Ask ask, @PathParam("number") long number, @QueryParam("page") int page);

  @POST
  @Path("issues/{number}/comments")
  Response comment(@BeanParam Ask ask, @PathParam("number") long number, CommentText text);

  @PATCH
  @Path("issues/comments/{comment}")
  Response recomment(@BeanParam Ask ask, @PathParam("comment") String id, CommentText text);

  @POST
  @Path("statuses/{sha}")
  Response status(@BeanParam Ask ask, @PathParam("sha") String sha, NewStatus status);

  @GET
  @Path("collaborators/{login}/permission")
  Response permission(@BeanParam Ask ask, @PathParam("login") String login);
}
