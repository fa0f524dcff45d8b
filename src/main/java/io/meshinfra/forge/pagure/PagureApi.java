package io.meshinfra.forge.pagure;

import io.meshinfra.forge.client.Ask;
import io.quarkus.rest.client.reactive.ClientQueryParam;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;

/** What the hub asks of Pagure about one project, below {@code /api/0/PROJECT}. */
@Path("")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.APPLICATION_JSON)
interface PagureApi extends Closeable {
  /** Each comes with all its comments, which nobody can leave out, so few at once. */
  int PAGE = 10;

  @GET
  Response project(@BeanParam Ask ask);

  /** The newest first. */
  @GET
  @Path("pull-requests")
  @ClientQueryParam(name = "status", value = "Open")
  @ClientQueryParam(name = "per_page", value = "" + PAGE)
  Response open(@BeanParam Ask ask, @QueryParam("page") int page);

  @GET
  @Path("pull-request/{number}")
  @ClientQueryParam(name = "comments", value = "false")
  Response pull(@BeanParam Ask ask, @PathParam("number") long number);

  @GET
  @Path("pull-request/{number}")
  Response pullWithComments(@BeanParam Ask ask, @PathParam("number") long number);

  /** Tells that it was done and nothing else, not even the id. */
  @POST
  @Path("pull-request/{number}/comment")
  Response comment(
      @BeanParam Ask ask, @PathParam("number") long number, @FormParam("comment") String text);

  /**
   * @param context shown as who says it
   * @param uid the flag of this commit that is replaced
   */
  @POST
  @Path("c/{sha}/flag")
  Response flag(
      @BeanParam Ask ask,
      @PathParam("sha") String sha,
      @FormParam("username") String context,
      @FormParam("comment") String description,
      @FormParam("status") String status,
      @FormParam("url") String url,
      @FormParam("uid") String uid);

  @POST
  @Path("pull-request/new")
  Response propose(
      @BeanParam Ask ask,
      @FormParam("branch_from") String branch,
      @FormParam("branch_to") String base,
      @FormParam("title") String title,
      @FormParam("initial_comment") String text);

  @POST
  @Path("pull-request/{number}")
  Response retell(
      @BeanParam Ask ask,
      @PathParam("number") long number,
      @FormParam("title") String title,
      @FormParam("initial_comment") String text);

  @POST
  @Path("pull-request/{number}/close")
  Response close(@BeanParam Ask ask, @PathParam("number") long number);

  @GET
  @Path("git/branches")
  @ClientQueryParam(name = "with_commits", value = "true")
  Response branches(@BeanParam Ask ask);

  @GET
  @Path("c/{sha}/info")
  Response commit(@BeanParam Ask ask, @PathParam("sha") String sha);
}
