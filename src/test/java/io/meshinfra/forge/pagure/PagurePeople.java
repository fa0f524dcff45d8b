package io.meshinfra.forge.pagure;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.model.Revision;
import io.meshinfra.support.ForgeClone;
import io.meshinfra.support.ForgePages;
import io.meshinfra.support.LabForge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** People at work on a real Pagure. */
final class PagurePeople implements People {
  private static final String OWNER = "owner";
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int BRANCHES = 40;
  private static final String REPOSITORIES = "/var/lib/pagure/repositories";

  private final LabForge forge;
  private final ForgeClone member;
  private final ForgePages pages;
  private final Map<String, Deque<String>> unused = new HashMap<>();
  private final Map<Id, String> branches = new HashMap<>();
  private int files;

  PagurePeople(LabForge forge, Path folder) {
    this.forge = forge;
    this.member = new ForgeClone(forge, MEMBER, folder);
    member.commit("An empty fleet");
    member.push("origin", "main");
    forge.post(STRANGER, "fork", Map.of("repo", forge.project()));
    this.pages = new ForgePages(forge, OWNER);
    makeBranches(MEMBER, member, "origin", "/fleet.git");
    makeBranches(
        STRANGER,
        new ForgeClone(forge, STRANGER, folder),
        forge.forkOf(STRANGER),
        "/forks/mallory/fleet.git");
  }

  /**
   * A push takes a while for each of its refs, so there is only one: a commit that has all others
   * for parents. Their refs are then made on the forge itself.
   */
  private void makeBranches(String person, ForgeClone clone, String remote, String repository) {
    clone.git("fetch", "-q", "origin", "main");
    StringBuilder refs = new StringBuilder();
    List<String> merge = new ArrayList<>(List.of("commit-tree", "-m", "All", "FETCH_HEAD^{tree}"));
    List<String> names = IntStream.range(0, BRANCHES).mapToObj(i -> person + "-" + i).toList();
    for (String name : names) {
      clone.git("switch", "-q", "-C", name, "FETCH_HEAD");
      String commit = clone.write("file-" + name, name).commit("Work of " + name);
      refs.append("create refs/heads/%s %s\n".formatted(name, commit));
      merge.addAll(List.of("-p", commit));
    }
    String all = clone.git(merge.toArray(String[]::new)).strip();
    clone.push(remote, all + ":refs/heads/all-of-" + person);
    forge
        .lab()
        .lab(
            "exec",
            "forge",
            "runuser",
            "-u",
            "_pagure",
            "--",
            "sh",
            "-c",
            "printf '%s' '"
                + refs
                + "' | git -C "
                + REPOSITORIES
                + repository
                + " update-ref --stdin");
    unused.put(person, new ArrayDeque<>(names));
  }

  private String pull(Id id) {
    return forge.project() + "/pull-request/" + id;
  }

  private JsonNode told(Id id) {
    return forge.get(pull(id));
  }

  @Override
  public Id open(String author, String title) {
    String branch = unused.get(author).remove();
    Map<String, String> form = new HashMap<>();
    form.put("title", title);
    form.put("branch_from", branch);
    form.put("branch_to", "main");
    if (author.equals(STRANGER)) {
      form.put("repo_from", forge.project());
      form.put("repo_from_username", STRANGER);
    }
    Id id = opened(author, form);
    branches.put(id, branch);
    return id;
  }

  /** Opens it as it is asked, and waits until the project has its commits. */
  Id opened(String author, Map<String, String> form) {
    JsonNode opened = forge.post(author, forge.project() + "/pull-request/new", form);
    String head = opened.path("commit_stop").asText();
    Id id = new Id(opened.path("id").asText());
    await().atMost(LONGEST).until(() -> forge.has(forge.project() + "/c/" + head + "/info"));
    return id;
  }

  /** As whoever has a fork can. */
  Id openWithoutACommit() {
    JsonNode opened =
        forge.post(
            STRANGER,
            forge.project() + "/pull-request/new",
            Map.of(
                "title", "Nothing",
                "branch_from", "main",
                "branch_to", "main",
                "repo_from", forge.project(),
                "repo_from_username", STRANGER));
    return new Id(opened.path("id").asText());
  }

  /** Waits until git has the commit under that ref. */
  void awaitInGit(String ref, Revision commit) {
    awaitThat(() -> member.remoteRef(ref), commit.id());
  }

  void flag(Revision commit, String person, String context, String status) {
    forge.post(
        person,
        forge.project() + "/c/" + commit + "/flag",
        Map.of(
            "username", context,
            "comment", "said by " + person,
            "status", status,
            "url", forge.url() + "/",
            "uid", context));
  }

  void makeGroup(String name, String member) {
    pages.makeGroup(name);
    pages.addToGroup(name, member);
  }

  /**
   * @param whom as the API of Pagure wants it
   */
  void acl(Map<String, String> whom, String acl) {
    Map<String, String> form = new HashMap<>(whom);
    form.put("acl", acl);
    forge.post(OWNER, forge.project() + "/git/modifyacls", form);
  }

  private static void awaitThat(Supplier<String> told, String expected) {
    await().atMost(LONGEST).until(told::get, expected::equals);
  }

  @Override
  public Revision push(Id id) {
    member.git("switch", "-q", branches.get(id));
    String head = member.write("more-" + files++, "more").commit("More");
    member.push("origin", branches.get(id));
    awaitThat(() -> told(id).path("commit_stop").asText(), head);
    return new Revision(head);
  }

  /** Pushes one that has nothing of the one before. */
  Revision pushByForce(Id id) {
    member.branch(branches.get(id));
    String head = member.write("other-" + files++, "other").commit("Anew");
    member.push("origin", "+" + branches.get(id));
    awaitThat(() -> told(id).path("commit_stop").asText(), head);
    return new Revision(head);
  }

  @Override
  public Revision merge(Id id) {
    forge.post(OWNER, pull(id) + "/merge", Map.of());
    JsonNode branches = forge.get(forge.project() + "/git/branches?with_commits=true");
    return new Revision(branches.path("branches").path("main").asText());
  }

  @Override
  public void close(Id id) {
    forge.post(OWNER, pull(id) + "/close", Map.of());
  }

  @Override
  public void comment(Id id, String author, String text) {
    forge.post(author, pull(id) + "/comment", Map.of("comment", text));
  }

  @Override
  public void delete(Id id, Comment.Id comment) {
    pages.deleteComment(id.value(), comment.value());
  }

  /** The page of a pull request, as the owner sees it. */
  String page(Id id) {
    return pages.pullRequest(id.value());
  }

  /** A member may change the words of others. */
  void change(Id id, Comment.Id comment, String text) {
    pages.changeComment(id.value(), comment.value(), text);
  }

  @Override
  public List<String> comments(Id id) {
    return StreamSupport.stream(told(id).path("comments").spliterator(), false)
        .filter(comment -> !comment.path("notification").asBoolean())
        .map(comment -> comment.path("comment").asText())
        .toList();
  }

  @Override
  public Optional<CommitStatus.State> status(Revision commit, String context) {
    return flags(commit, context).stream()
        .map(flag -> flag.path("status").asText().toUpperCase(Locale.ROOT))
        .map(CommitStatus.State::valueOf)
        .findFirst();
  }

  List<JsonNode> flags(Revision commit, String context) {
    JsonNode flags = forge.get(forge.project() + "/c/" + commit + "/flag").path("flags");
    return StreamSupport.stream(flags.spliterator(), false)
        .filter(flag -> flag.path("username").asText().equals(context))
        .toList();
  }

  @Override
  public void branch(String name) {
    member.branch(name).write("file-" + files++, name).commit("Work of the hub");
    member.push("origin", name);
  }
}
