package io.meshinfra.forge.little;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.little.Exchanged.Request;
import io.meshinfra.forge.little.Exchanged.Response;
import io.meshinfra.forge.little.Town.Note;
import io.meshinfra.forge.little.Town.Pull;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** GitHub Enterprise Server, as far as the hub needs it, with the repository platform/fleet. */
public final class LittleGithub extends LittleForge {
  /** What a hub that comes as an App shows, once it has asked for it. */
  public static final String INSTALLATION_TOKEN = "ghs_for-an-hour";

  /** The id of the App that may be installed. */
  public static final String APP = "4711";

  private static final String REPOSITORY = "/repos/platform/fleet";

  private volatile String expires = "2099-01-01T00:00:00Z";
  private volatile Optional<PublicKey> app = Optional.empty();

  public LittleGithub() {
    this(Optional.empty());
  }

  public LittleGithub(Optional<Certificate> certificate) {
    super("github/api.json", "/api/v3", certificate);
    on("GET", REPOSITORY + "/pulls", this::pulls);
    on("POST", REPOSITORY + "/pulls", this::propose);
    on("GET", REPOSITORY + "/pulls/{number}", r -> pull(r, p -> Response.json(200, full(p))));
    on("PATCH", REPOSITORY + "/pulls/{number}", r -> pull(r, p -> edit(p, r.json())));
    on("GET", REPOSITORY + "/issues/{number}/comments", r -> pull(r, p -> comments(r, p)));
    on("POST", REPOSITORY + "/issues/{number}/comments", r -> pull(r, p -> comment(r, p)));
    on("PATCH", REPOSITORY + "/issues/comments/{id}", this::recomment);
    on("POST", REPOSITORY + "/statuses/{sha}", this::status);
    on("GET", REPOSITORY + "/collaborators/{login}/permission", this::permission);
    on("GET", "/user", r -> Response.json(200, user("private-user", Town.HUB)));
    on("GET", "/app", r -> Response.json(200, app()));
    on("POST", "/app/installations/{id}/access_tokens", r -> Response.json(201, token()));
  }

  /** When the next installation token ends. */
  public void tokensUntil(String instant) {
    expires = instant;
  }

  /** An App with this key may ask for tokens. */
  public void install(PublicKey key) {
    app = Optional.of(key);
  }

  @Override
  boolean isKnown(String authorization) {
    return authorization.equals("Bearer " + TOKEN)
        || authorization.equals("Bearer " + INSTALLATION_TOKEN)
        || app.map(key -> isSigned(authorization.substring("Bearer ".length()), key)).orElse(false);
  }

  /** By a JWT that says what GitHub wants to know, and for no more than ten minutes. */
  private static boolean isSigned(String jwt, PublicKey key) {
    String[] parts = jwt.split("\\.");
    if (parts.length != 3) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      JsonNode claims = decoded(parts[1]);
      long seconds = claims.path("exp").longValue() - claims.path("iat").longValue();
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
          && decoded(parts[0]).path("alg").asText().equals("RS256")
          && claims.path("iss").asText().equals(APP)
          && seconds > 0
          && seconds <= 600;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode decoded(String part) {
    return Text.json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  private ObjectNode user(String schema, String login) {
    return description().least(schema).put("login", login).put("type", "User");
  }

  private ObjectNode app() {
    return description().least("integration").put("slug", "mesh-infra");
  }

  private ObjectNode token() {
    return description()
        .least("installation-token")
        .put("token", INSTALLATION_TOKEN)
        .put("expires_at", expires);
  }

  private Response pull(Request request, java.util.function.Function<Pull, Response> then) {
    return town.pull(request.part(0)).map(then).orElse(Response.message(404, "Not Found"));
  }

  private Response pulls(Request request) {
    List<Pull> all =
        town.pulls().stream()
            .filter(p -> p.state() == State.OPEN)
            .filter(p -> request.parameter("base").map(p.base()::equals).orElse(true))
            .filter(
                p -> request.parameter("head").map(("platform:" + p.branch())::equals).orElse(true))
            .toList();
    return listed(request, all, p -> render(p, "pull-request-simple"));
  }

  private <T> Response listed(
      Request request, List<T> all, java.util.function.Function<T, JsonNode> render) {
    int size = request.number("per_page", 30);
    int page = request.number("page", 1);
    Response response =
        Response.json(200, Text.list(page(all, page, size).stream().map(render).toList()));
    int last = (all.size() + size - 1) / size;
    String link =
        "<https://other.example/evil?per_page=100&page=2>; rel=\"next\","
            + " <https://other.example/evil?per_page=100&page=%d>; rel=\"last\"".formatted(last);
    return page < last ? response.with("Link", link) : response;
  }

  private ObjectNode full(Pull pull) {
    ObjectNode node = render(pull, "pull-request");
    node.put("merged", pull.state() == State.MERGED);
    return node;
  }

  private ObjectNode render(Pull pull, String schema) {
    ObjectNode node = description().least(schema);
    node.put("number", pull.number())
        .put("title", pull.title())
        .put("body", pull.body())
        .put("state", pull.state() == State.OPEN ? "open" : "closed")
        .put("html_url", "https://github.example/platform/fleet/pull/" + pull.number())
        .put("merged_at", pull.merge().map(m -> "2026-02-03T04:05:06Z").orElse(null))
        // The real one has a merge here that it tried, as long as it is open.
        .put("merge_commit_sha", pull.merge().map(Object::toString).orElse("f".repeat(40)));
    node.set("user", user("simple-user", pull.author()));
    ((ObjectNode) node.get("base")).put("ref", pull.base()).put("sha", "e".repeat(40));
    ((ObjectNode) node.get("base").get("repo")).put("id", 1);
    ObjectNode head = (ObjectNode) node.get("head");
    head.put("ref", pull.branch()).put("sha", pull.head().id());
    ((ObjectNode) head.get("repo")).put("id", pull.fork() ? 2 : 1);
    return node;
  }

  private Response propose(Request request) {
    JsonNode asked = request.json();
    String branch = asked.path("head").textValue();
    boolean there =
        town.pulls().stream().anyMatch(p -> p.state() == State.OPEN && p.branch().equals(branch));
    if (there || !town.has(branch)) {
      return Response.message(422, "Validation Failed");
    }
    Pull pull =
        town.open(
            Town.HUB,
            asked.path("title").textValue(),
            asked.path("body").textValue(),
            false,
            branch,
            asked.path("base").textValue());
    return Response.json(201, full(pull));
  }

  private Response edit(Pull pull, JsonNode asked) {
    Pull edited =
        pull.told(asked.path("title").asText(pull.title()), asked.path("body").asText(pull.body()));
    if (asked.path("state").asText("").equals("closed")) {
      edited = edited.with(State.CLOSED, pull.head(), Optional.empty());
    }
    return Response.json(200, full(town.replace(edited)));
  }

  private Response comments(Request request, Pull pull) {
    return listed(request, town.notes(pull.number()), this::render);
  }

  private ObjectNode render(Note note) {
    ObjectNode node = description().least("issue-comment");
    node.put("id", note.id()).put("body", note.text()).put("created_at", note.at().toString());
    node.set("user", user("simple-user", note.author()));
    return node;
  }

  private Response comment(Request request, Pull pull) {
    String text = request.json().path("body").textValue();
    return text.length() > 65_536
        ? Response.message(422, "body is too long (maximum is 65536 characters)")
        : Response.json(201, render(town.note(pull.number(), writer(request), text)));
  }

  /** An App writes in its own name. */
  private static String writer(Request request) {
    boolean app = request.header("authorization").orElse("").endsWith(INSTALLATION_TOKEN);
    return app ? "mesh-infra[bot]" : Town.HUB;
  }

  private Response recomment(Request request) {
    return town.renote(request.part(0), request.json().path("body").textValue())
        .map(note -> Response.json(200, render(note)))
        .orElse(Response.message(404, "Not Found"));
  }

  private Response status(Request request) {
    JsonNode asked = request.json();
    if (!town.knows(request.part(0)) || asked.path("description").asText("").length() > 140) {
      return Response.message(422, "No commit found for SHA, or description too long");
    }
    CommitStatus.State state =
        CommitStatus.State.valueOf(asked.path("state").textValue().toUpperCase(Locale.ROOT));
    town.status(request.part(0), asked.path("context").textValue(), state);
    return Response.json(201, description().least("status"));
  }

  private Response permission(Request request) {
    String login = request.part(0);
    if (!Town.isSomebody(login)) {
      return Response.message(404, login + " is not a user");
    }
    String permission = login.equals(Town.STRANGER) ? "read" : "write";
    return Response.json(
        200,
        description().least("repository-collaborator-permission").put("permission", permission));
  }
}
