package io.meshinfra.forge.gitea;

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

/** What the hub asks of Gitea about one repository, below {@code /repos/OWNER/NAME}. */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface GiteaApi extends Closeable {
  /** The newest first; old versions take no notice of the branch. */
  @GET
  @Path("pulls")
  @ClientQueryParam(name = "state", value = "open")
  Response open(
      @BeanParam Ask ask,
      @QueryParam("base_branch") String base,
      @QueryParam("limit") int size,
      @QueryParam("page") int page);

  @POST
  @Path("pulls")
  Response propose(@BeanParam Ask ask, NewPull pull);

  @GET
  @Path("pulls/{number}")
  Response pull(@BeanParam Ask ask, @PathParam("number") long number);

  @PATCH
  @Path("pulls/{number}")
  Response edit(@BeanParam Ask ask, @PathParam("number") long number, PullEdit edit);

  /** All of them, the oldest first; Gitea has no pages here. */
  @GET
  @Path("issues/{number}/comments")
  Response comments(@BeanParam Ask ask, @PathParam("number") long number);

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
