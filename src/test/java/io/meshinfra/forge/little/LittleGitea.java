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
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Gitea, as far as the hub needs it, with the repository platform/fleet. */
public final class LittleGitea extends LittleForge {
  private static final String REPOSITORY = "/repos/platform/fleet";

  /** MAX_RESPONSE_ITEMS of its configuration. */
  private static final int MOST = 50;

  public LittleGitea() {
    super("gitea/api.yaml", "/api/v1");
    on("GET", REPOSITORY + "/pulls", this::pulls);
    on("POST", REPOSITORY + "/pulls", this::propose);
    on("GET", REPOSITORY + "/pulls/{index}", r -> pull(r, p -> json(200, render(p))));
    on("PATCH", REPOSITORY + "/pulls/{index}", r -> pull(r, p -> edit(p, r.json())));
    on("GET", REPOSITORY + "/issues/{index}/comments", r -> pull(r, this::comments));
    on("POST", REPOSITORY + "/issues/{index}/comments", r -> pull(r, p -> comment(r, p)));
    on("PATCH", REPOSITORY + "/issues/comments/{id}", this::recomment);
    on("POST", REPOSITORY + "/statuses/{sha}", this::status);
    on("GET", REPOSITORY + "/collaborators/{login}/permission", this::permission);
    on("GET", "/user", r -> json(200, user(Town.HUB)));
  }

  @Override
  boolean isKnown(String authorization) {
    return authorization.equals("token " + TOKEN);
  }

  @Override
  Response tagged(Request request, Response response) {
    return response;
  }

  private static Response json(int status, JsonNode body) {
    return Response.json(status, body);
  }

  private static Response notFound() {
    return Response.message(404, "The target couldn't be found.");
  }

  private ObjectNode user(String login) {
    return description().least("User").put("login", login);
  }

  private Response pull(Request request, Function<Pull, Response> then) {
    return town.pull(request.part(0)).map(then).orElse(notFound());
  }

  /** As old versions do: the branch is not looked at. */
  private Response pulls(Request request) {
    List<Pull> all = town.pulls().stream().filter(p -> p.state() == State.OPEN).toList();
    int size = Math.min(MOST, request.number("limit", 30));
    return json(
        200,
        Text.list(page(all, request.number("page", 1), size).stream().map(this::render).toList()));
  }

  private ObjectNode render(Pull pull) {
    ObjectNode node = description().least("PullRequest");
    node.put("number", pull.number())
        .put("title", pull.title())
        .put("body", pull.body())
        .put("state", pull.state() == State.OPEN ? "open" : "closed")
        .put("merged", pull.state() == State.MERGED)
        .put("merge_commit_sha", pull.merge().map(Revision::id).orElse(null))
        .put("html_url", url() + "/platform/fleet/pulls/" + pull.number());
    node.set("user", user(pull.author()));
    ((ObjectNode) node.get("base")).put("ref", pull.base()).put("repo_id", 1);
    // The repository of the fork is gone already: then Gitea says -1.
    ((ObjectNode) node.get("head"))
        .put("ref", pull.branch())
        .put("sha", pull.head().id())
        .put("repo_id", pull.fork() ? -1 : 1);
    return node;
  }

  private Response propose(Request request) {
    JsonNode asked = request.json();
    String branch = asked.path("head").textValue();
    boolean there =
        town.pulls().stream().anyMatch(p -> p.state() == State.OPEN && p.branch().equals(branch));
    if (there || !town.has(branch)) {
      return Response.message(409, "pull request already exists for these targets");
    }
    Pull pull =
        town.open(
            Town.HUB,
            asked.path("title").textValue(),
            asked.path("body").textValue(),
            false,
            branch,
            asked.path("base").textValue());
    return json(201, render(pull));
  }

  private Response edit(Pull pull, JsonNode asked) {
    if (asked.has("state") && pull.state() != State.OPEN) {
      return Response.message(412, "cannot change state of this pull request");
    }
    Pull edited =
        pull.told(asked.path("title").asText(pull.title()), asked.path("body").asText(pull.body()));
    if (asked.path("state").asText("").equals("closed")) {
      edited = edited.with(State.CLOSED, pull.head(), Optional.empty());
    }
    return json(201, render(town.replace(edited)));
  }

  private Response comments(Pull pull) {
    return json(200, Text.list(town.notes(pull.number()).stream().map(this::render).toList()));
  }

  private ObjectNode render(Note note) {
    ObjectNode node = description().least("Comment");
    node.put("id", note.id()).put("body", note.text()).put("created_at", note.at().toString());
    node.set("user", user(note.author()));
    return node;
  }

  private Response comment(Request request, Pull pull) {
    String text = request.json().path("body").textValue();
    return json(201, render(town.note(pull.number(), Town.HUB, text)));
  }

  private Response recomment(Request request) {
    return town.renote(request.part(0), request.json().path("body").textValue())
        .map(note -> json(200, render(note)))
        .orElse(notFound());
  }

  private Response status(Request request) {
    JsonNode asked = request.json();
    if (!town.knows(request.part(0))) {
      return notFound();
    }
    CommitStatus.State state =
        CommitStatus.State.valueOf(asked.path("state").textValue().toUpperCase(Locale.ROOT));
    town.status(request.part(0), asked.path("context").textValue(), state);
    return json(201, description().least("CommitStatus"));
  }

  private Response permission(Request request) {
    String login = request.part(0);
    if (!Town.isSomebody(login)) {
      return notFound();
    }
    return json(
        200,
        description()
            .least("RepoCollaboratorPermission")
            .put("permission", login.equals(Town.STRANGER) ? "read" : "write"));
  }
}
