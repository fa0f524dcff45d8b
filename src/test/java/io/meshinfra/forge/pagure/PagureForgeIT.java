package io.meshinfra.forge.pagure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.FixedSecrets;
import io.meshinfra.forge.ForgeContract;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.People;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secret;
import io.meshinfra.support.DeliveryCatcher;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabForge;
import io.meshinfra.support.RenderedComments;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of Pagure against a real one. */
@QuarkusTest
class PagureForgeIT extends ForgeContract {
  private static final String HUB = "mesh";
  private static final String OWNER = "owner";
  private static final CommitStatus SAID =
      new CommitStatus("mesh/plan", CommitStatus.State.FAILURE, "refused", Optional.empty());
  private static Lab lab;
  private static LabForge forge;
  private static PagurePeople people;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.withForge(89);
    forge = lab.forge();
    people = new PagurePeople(forge, folder);
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @Override
  protected Connection connection() {
    return as(forge.token(HUB), forge.project());
  }

  @Override
  protected People people() {
    return people;
  }

  private static Connection as(String token, String project) {
    ForgeSettings settings =
        new ForgeSettings(
            Optional.of(forge.page()),
            Optional.of(project),
            Optional.of(FixedSecrets.ref("token")),
            Optional.empty(),
            Duration.ofMinutes(2));
    return given(
        new PagureProvider()
            .connect(settings, FixedSecrets.of(Map.of("token", token)), Clock.systemUTC()));
  }

  private static String refusal(Answer<?> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).reason();
  }

  private PullRequest found(Id id) {
    return given(connection().forge().find(id));
  }

  @Test
  void shouldSayThatTheTokenIsNotAccepted() {
    Id id = people.open(People.MEMBER, "Add tmux");
    String wrong = "WRONG0TOKEN";

    String reason = refusal(as(wrong, forge.project()).forge().write(id, Optional.empty(), "plan"));

    assertTrue(
        reason.contains("mesh.forge.token") && reason.contains("Invalid or expired token"), reason);
    assertFalse(reason.contains(wrong), reason);
    assertEquals(List.of(), people.comments(id));
  }

  @Test
  void shouldSayThatTheProjectIsNotFound() {
    String reason = refusal(as(forge.token(HUB), "flete").forge().open("main"));
    assertTrue(reason.contains("mesh.forge.repository"), reason);
    assertTrue(reason.contains("Project not found"), reason);
  }

  @Test
  void shouldSayWhatAUserWithoutRightsMayNotDo() {
    Id id = people.open(People.MEMBER, "Add tmux");
    people.branch("mesh/drift/no-rights");
    Proposes proposes = as(forge.token(People.STRANGER), forge.project()).proposes().orElseThrow();

    String closing = refusal(proposes.close(id));
    String opening =
        refusal(
            proposes.propose(
                new Proposes.Proposal("mesh/drift/no-rights", "main", "Drift", "one")));

    assertTrue(closing.contains("Close a pull-request"), closing);
    assertTrue(opening.contains("sufficient permissions"), opening);
    assertTrue(found(id).isOpen());
  }

  @Test
  void shouldSayThatItIsAwayAndGoOnWhenItIsBack() {
    Id id = people.open(People.MEMBER, "Add tmux");
    lab.sh("forge", "systemctl stop forge-web");
    Answer<PullRequest> away = connection().forge().find(id);
    lab.lab("exec", "forge", "systemctl", "start", "forge-web");
    lab.lab("forge", "up");

    String reason = assertInstanceOf(Answer.Later.class, away).reason();
    assertTrue(reason.contains("refuses the connection"), reason);
    assertTrue(found(id).isOpen());
  }

  @Test
  void shouldNotStumbleOverAPullRequestWithoutACommit() {
    Id id = people.open(People.MEMBER, "Add tmux");
    Id empty = people.openWithoutACommit();

    List<Id> open = given(connection().forge().open("main")).stream().map(PullRequest::id).toList();

    assertTrue(open.contains(id) && !open.contains(empty), open.toString());
    String reason = refusal(connection().forge().find(empty));
    assertTrue(reason.contains("commit_stop"), reason);
  }

  @Test
  void shouldNameTheRefThatGitHasTheHeadOfAForkUnder() {
    PullRequest theirs = found(people.open(People.STRANGER, "Trust me"));
    people.awaitInGit(theirs.headRef(), theirs.head());
  }

  @Test
  void shouldSeeAPushByForce() {
    Id id = people.open(People.MEMBER, "Add tmux");
    Revision pushed = people.pushByForce(id);
    assertEquals(pushed, found(id).head());
    people.awaitInGit(found(id).headRef(), pushed);
  }

  @Test
  void shouldFindAMergeBehindOtherMerges() {
    Id first = people.open(People.MEMBER, "Add tmux");
    Id second = people.open(People.MEMBER, "Add ripgrep");
    Revision firstMerge = people.merge(first);
    Revision secondMerge = people.merge(second);

    assertEquals(Optional.of(firstMerge), found(first).merged());
    assertEquals(Optional.of(secondMerge), found(second).merged());
  }

  @Test
  void shouldNotTakeWordsOfPagureForWordsOfPeople() {
    Id id = people.open(People.MEMBER, "Add tmux");
    people.push(id);
    people.close(id);
    assertEquals(List.of(), given(connection().forge().comments(id)));
  }

  @Test
  void shouldTakeWordsForThoseOfWhoChangedThemLast() {
    Id id = people.open(People.MEMBER, "Add tmux");
    people.comment(id, People.STRANGER, "hello");
    Comment before = given(connection().forge().comments(id)).getFirst();
    people.change(id, before.id(), "mesh approve");

    Comment after = given(connection().forge().comments(id)).getFirst();

    assertEquals(before.id(), after.id());
    assertEquals("mesh approve", after.text());
    assertEquals(OWNER, after.author());
  }

  @Test
  void shouldNotTakeAChangedCommentForItsOwn() {
    Id id = people.open(People.MEMBER, "Add tmux");
    Comment plan = given(connection().forge().write(id, Optional.empty(), "2 changes"));
    people.change(id, plan.id(), "0 changes");
    given(connection().forge().write(id, Optional.of(plan.id()), "2 changes"));
    assertEquals(List.of("0 changes", "2 changes"), people.comments(id));
  }

  @Test
  void shouldKeepItsStatusFromStrangers() {
    PullRequest on = found(people.open(People.STRANGER, "Trust me"));
    given(connection().forge().status(on, SAID));

    people.flag(on.head(), People.STRANGER, "mesh/plan", "success");
    given(connection().forge().status(on, SAID));

    Map<String, String> said = new java.util.TreeMap<>();
    for (JsonNode flag : people.flags(on.head(), "mesh/plan")) {
      said.put(flag.path("user").path("name").asText(), flag.path("status").asText());
    }
    assertEquals(Map.of(HUB, "failure", People.STRANGER, "success"), said);
  }

  @Test
  void shouldTakeAPageOfAHostWithoutADomainForNone() {
    PullRequest on = found(people.open(People.MEMBER, "Add tmux"));
    Optional<URI> page = Optional.of(URI.create("http://hub:8181/reviews/1"));
    given(
        connection()
            .forge()
            .status(on, new CommitStatus("mesh/plan", CommitStatus.State.PENDING, "...", page)));
    assertEquals(
        on.page().toString(), people.flags(on.head(), "mesh/plan").getFirst().path("url").asText());
  }

  @Test
  void shouldKnowMembersOfGroups() {
    people.makeGroup("operators", People.STRANGER);
    Map<String, String> group = Map.of("user_type", "group", "name", "operators");
    boolean before = mayWrite(People.STRANGER);
    people.acl(group, "commit");
    boolean meanwhile = mayWrite(People.STRANGER);
    people.acl(group, "ticket");
    boolean after = mayWrite(People.STRANGER);

    assertEquals(List.of(false, true, false), List.of(before, meanwhile, after));
  }

  private boolean mayWrite(String login) {
    return given(connection().members().orElseThrow().mayWrite(login));
  }

  /** File names, file contents and what nodes print, at every place of a report. */
  @Test
  void shouldShowHostileTextAsTextWherePagureRendersIt() {
    Id id = people.open(People.MEMBER, "Add tmux");
    List<String> hostile = HostileText.in(id);
    given(connection().forge().write(id, Optional.empty(), HostileText.everywhere("harmless")));
    for (String text : hostile) {
      given(connection().forge().write(id, Optional.empty(), HostileText.everywhere(text)));
    }

    List<Element> shown = RenderedComments.on(people.page(id));

    assertEquals(hostile.size() + 1, shown.size());
    String harmless = RenderedComments.shape(shown.getFirst());
    for (int i = 0; i < hostile.size(); i++) {
      Element comment = shown.get(i + 1);
      assertEquals(harmless, RenderedComments.shape(comment), hostile.get(i));
      assertEquals(0, comment.select("a, img, script, details, del").size(), hostile.get(i));
    }
  }

  /** Pagure makes links of them wherever they stand but in code; they lead nowhere else. */
  @Test
  void shouldLetTextLinkToCommitsOfTheProjectAtMost() {
    Id id = people.open(People.MEMBER, "Add tmux");
    String own = found(id).head().id();
    String named = own + " " + own.substring(0, 7) + " fleet#" + own;
    given(connection().forge().write(id, Optional.empty(), HostileText.everywhere(named)));

    Element shown = RenderedComments.on(people.page(id)).getFirst();

    for (Element link : shown.select("a")) {
      assertTrue(link.attr("href").matches(".*/fleet/c/" + own.substring(0, 7) + ".*"), named);
    }
    assertEquals(0, shown.select("img, script, details, del").size(), named);
  }

  @Test
  void shouldUnderstandItsDeliveries() throws Exception {
    Secret secret = Secret.of(forge.hookKey());
    try (DeliveryCatcher caught = new DeliveryCatcher(forge.hostAddress())) {
      forge.hook(caught.url());
      Id id = people.open(People.STRANGER, "Trust me");
      Id ours = people.open(People.MEMBER, "Add tmux");
      people.comment(ours, People.STRANGER, "mesh approve");
      people.push(ours);
      people.merge(ours);
      forge.hook("");

      PagureHooks hooks = new PagureHooks();
      caught.await(
          delivery -> read(hooks, delivery, secret),
          List.of(
              new Event.Changed(id),
              new Event.Changed(ours),
              new Event.Commented(ours),
              new Event.Pushed()));
      assertInstanceOf(
          Hook.Forged.class, hooks.read(caught.all().getFirst(), Secret.of("another")));
    }
  }

  private static Event read(
      PagureHooks hooks, io.meshinfra.forge.Delivery delivery, Secret secret) {
    return assertInstanceOf(Hook.Genuine.class, hooks.read(delivery, secret)).event();
  }
}
