package io.meshinfra.forge.gitlab;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meshinfra.forge.client.Ask;
import io.quarkus.rest.client.reactive.ClientQueryParam;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.util.Optional;

/** What the hub asks of GitLab; a project is named by its path. */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface GitlabApi extends Closeable {
  record NoteText(String body) {}

  record NewStatus(
      String state,
      String ref,
      String name,
      String description,
      @JsonProperty("target_url") Optional<String> targetUrl) {}

  record NewMergeRequest(
      @JsonProperty("source_branch") String sourceBranch,
      @JsonProperty("target_branch") String targetBranch,
      String title,
      String description,
      @JsonProperty("remove_source_branch") boolean removeSourceBranch) {}

  record Edit(
      Optional<String> title,
      Optional<String> description,
      @JsonProperty("state_event") Optional<String> stateEvent) {}

  @GET
  @Path("projects/{project}/merge_requests")
  @ClientQueryParam(name = "state", value = "opened")
  @ClientQueryParam(name = "order_by", value = "created_at")
  @ClientQueryParam(name = "sort", value = "desc")
  @ClientQueryParam(name = "per_page", value = "100")
  Response open(
      @BeanParam Ask ask,
      @PathParam("project") String project,
      @QueryParam("target_branch") String target,
      @QueryParam("source_branch") String source);

  @POST
  @Path("projects/{project}/merge_requests")
  Response propose(
      @BeanParam Ask ask, @PathParam("project") String project, NewMergeRequest request);

  @GET
  @Path("projects/{project}/merge_requests/{iid}")
  Response mergeRequest(
      @BeanParam Ask ask, @PathParam("project") String project, @PathParam("iid") long iid);

  @PUT
  @Path("projects/{project}/merge_requests/{iid}")
  Response edit(
      @BeanParam Ask ask,
      @PathParam("project") String project,
      @PathParam("iid") long iid,
      Edit edit);

  @GET
  @Path("projects/{project}/merge_requests/{iid}/notes")
  @ClientQueryParam(name = "order_by", value = "created_at")
  @ClientQueryParam(name = "sort", value = "desc")
  @ClientQueryParam(name = "activity_filter", value = "only_comments")
  @ClientQueryParam(name = "per_page", value = "100")
  Response notes(
      @BeanParam Ask ask, @PathParam("project") String project, @PathParam("iid") long iid);

  @POST
  @Path("projects/{project}/merge_requests/{iid}/notes")
  Response note(
      @BeanParam Ask ask,
      @PathParam("project") String project,
      @PathParam("iid") long iid,
      NoteText text);

  @PUT
  @Path("projects/{project}/merge_requests/{iid}/notes/{note}")
  Response renote(
      @BeanParam Ask ask,
      @PathParam("project") String project,
      @PathParam("iid") long iid,
      @PathParam("note") String note,
      NoteText text);

  @POST
  @Path("projects/{project}/statuses/{sha}")
  Response status(
      @BeanParam Ask ask,
      @PathParam("project") String project,
      @PathParam("sha") String sha,
      NewStatus status);

  /** Members of the project and of the groups above it. */
  @GET
  @Path("projects/{project}/members/all/{user}")
  Response member(
      @BeanParam Ask ask, @PathParam("project") String project, @PathParam("user") long user);

  @GET
  @Path("users")
  Response users(@BeanParam Ask ask, @QueryParam("username") String login);

  /** Whose token it is. */
  @GET
  @Path("user")
  Response user(@BeanParam Ask ask);
}
