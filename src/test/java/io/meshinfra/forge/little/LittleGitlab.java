package io.meshinfra.forge.little;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.little.Exchanged.Request;
import io.meshinfra.forge.little.Exchanged.Response;
import io.meshinfra.forge.little.Town.Note;
import io.meshinfra.forge.little.Town.Pull;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * GitLab in a folder of its server, as far as the hub needs it, with the project platform/fleet.
 */
public final class LittleGitlab extends LittleForge {
  private static final String PROJECT = "/projects/platform%2Ffleet";
  private static final List<String> PEOPLE = List.of(Town.MEMBER, Town.STRANGER, Town.HUB);

  public LittleGitlab() {
    super("gitlab/api.yaml", "/gitlab/api/v4");
    on("GET", PROJECT + "/merge_requests", this::requests);
    on("POST", PROJECT + "/merge_requests", this::propose);
    on("GET", PROJECT + "/merge_requests/{iid}", r -> request(r, p -> json(200, render(p))));
    on("PUT", PROJECT + "/merge_requests/{iid}", r -> request(r, p -> edit(p, r.json())));
    on("GET", PROJECT + "/merge_requests/{iid}/notes", r -> request(r, p -> notes(r, p)));
    on("POST", PROJECT + "/merge_requests/{iid}/notes", r -> request(r, p -> note(r, p)));
    on("PUT", PROJECT + "/merge_requests/{iid}/notes/{id}", this::renote);
    on("POST", PROJECT + "/statuses/{sha}", this::status);
    on("GET", PROJECT + "/members/all/{id}", this::member);
    on("GET", "/users", this::users);
    on("GET", "/user", r -> json(200, user(Town.HUB)));
  }

  @Override
  String folder() {
    return "/gitlab";
  }

  @Override
  boolean isKnown(String authorization) {
    return authorization.equals("Bearer " + TOKEN);
  }

  private static Response json(int status, JsonNode body) {
    return Response.json(status, body);
  }

  private static Response notFound() {
    return Response.message(404, "404 Not found");
  }

  private ObjectNode user(String login) {
    return description().least("User").put("id", 1 + PEOPLE.indexOf(login)).put("username", login);
  }

  private Response users(Request request) {
    String login = request.parameter("username").orElse("");
    return json(200, Text.list(PEOPLE.stream().filter(login::equals).map(this::user).toList()));
  }

  private Response member(Request request) {
    String login = PEOPLE.get(Integer.parseInt(request.part(0)) - 1);
    // A stranger who was let in to look.
    int level = login.equals(Town.STRANGER) ? 20 : 40;
    return json(
        200,
        description()
            .least("Member")
            .put("username", login)
            .put("state", "active")
            .put("access_level", level));
  }

  private Response request(Request request, Function<Pull, Response> then) {
    return town.pull(request.part(0)).map(then).orElse(notFound());
  }

  private Response requests(Request request) {
    List<Pull> all =
        town.pulls().stream()
            .filter(p -> p.state() == State.OPEN)
            .filter(p -> request.parameter("target_branch").map(p.base()::equals).orElse(true))
            .filter(p -> request.parameter("source_branch").map(p.branch()::equals).orElse(true))
            .toList();
    return json(
        200,
        Text.list(
            page(all, request.number("page", 1), request.number("per_page", 20)).stream()
                .map(this::render)
                .toList()));
  }

  private ObjectNode render(Pull pull) {
    String state =
        switch (pull.state()) {
          case OPEN -> "opened";
          case MERGED -> "merged";
          case CLOSED -> "closed";
        };
    ObjectNode node = description().least("MergeRequest");
    node.put("iid", pull.number())
        .put("title", pull.title())
        .put("description", pull.body())
        .put("state", state)
        .put("target_branch", pull.base())
        .put("source_branch", pull.branch())
        .put("source_project_id", pull.fork() ? 2 : 1)
        .put("target_project_id", 1)
        .put("sha", pull.head().id())
        .put("merge_commit_sha", pull.merge().map(Revision::id).orElse(null))
        .put("web_url", url() + "/platform/fleet/-/merge_requests/" + pull.number());
    node.set("author", user(pull.author()));
    return node;
  }

  private Response propose(Request request) {
    JsonNode asked = request.json();
    String branch = asked.path("source_branch").textValue();
    boolean there =
        town.pulls().stream().anyMatch(p -> p.state() == State.OPEN && p.branch().equals(branch));
    if (there || !town.has(branch)) {
      return Response.message(409, "Another open merge request already exists");
    }
    Pull pull =
        town.open(
            Town.HUB,
            asked.path("title").textValue(),
            asked.path("description").textValue(),
            false,
            branch,
            asked.path("target_branch").textValue());
    return json(201, render(pull));
  }

  private Response edit(Pull pull, JsonNode asked) {
    Pull edited =
        pull.told(
            asked.path("title").asText(pull.title()),
            asked.path("description").asText(pull.body()));
    if (asked.path("state_event").asText("").equals("close")) {
      edited = edited.with(State.CLOSED, pull.head(), Optional.empty());
    }
    return json(200, render(town.replace(edited)));
  }

  /** With one of those notes that GitLab writes itself, unless nobody wants them. */
  private Response notes(Request request, Pull pull) {
    List<Note> all = town.notes(pull.number()).reversed();
    int size = request.number("per_page", 20);
    return json(
        200,
        Text.list(page(all, request.number("page", 1), size).stream().map(this::render).toList()));
  }

  private ObjectNode render(Note note) {
    ObjectNode node = description().least("Note");
    node.put("id", note.id()).put("body", note.text()).put("created_at", note.at().toString());
    node.set("author", user(note.author()));
    return node;
  }

  /** What begins with a slash is carried out, not written. */
  private Response note(Request request, Pull pull) {
    String text = request.json().path("body").textValue();
    return text.lines().anyMatch(line -> line.matches("/[a-z_]+.*"))
        ? Response.message(400, "a note must not give orders here")
        : json(201, render(town.note(pull.number(), Town.HUB, text)));
  }

  private Response renote(Request request) {
    return town.renote(request.part(1), request.json().path("body").textValue())
        .map(note -> json(200, render(note)))
        .orElse(notFound());
  }

  private Response status(Request request) {
    JsonNode asked = request.json();
    String sha = request.part(0);
    String context = asked.path("name").textValue();
    if (!town.knows(sha)) {
      return notFound();
    }
    CommitStatus.State state =
        switch (asked.path("state").textValue()) {
          case "pending" -> CommitStatus.State.PENDING;
          case "success" -> CommitStatus.State.SUCCESS;
          default -> CommitStatus.State.FAILURE;
        };
    boolean waits =
        town.status(new Revision(sha), context).equals(Optional.of(CommitStatus.State.PENDING));
    if (state == CommitStatus.State.PENDING && waits) {
      return Response.message(
          400, "Cannot transition status via :enqueue from :pending (Reason(s): ...)");
    }
    town.status(sha, context, state);
    return json(201, description().least("CommitStatus").put("ref", asked.path("ref").textValue()));
  }
}
