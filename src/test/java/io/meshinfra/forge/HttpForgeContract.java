package io.meshinfra.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.Mood;
import io.meshinfra.support.MovingClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a client of a forge does when forge or network do as they like. Every test fails too when
 * the hub, or the little forge itself, did what the published description forbids.
 */
public abstract class HttpForgeContract extends ForgeContract {
  protected static final String REPOSITORY = "platform/fleet";
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  protected Instant now = START;
  private LittleForge server;
  private Connection connection;

  protected abstract LittleForge start();

  protected abstract ForgeProvider provider();

  @BeforeEach
  final void connect() {
    server = start();
    connection = connected(settings(server.url()));
  }

  @AfterEach
  final void keepTheRules() {
    server.close();
    assertEquals(List.of(), server.violations());
  }

  protected static ForgeSettings settings(URI url) {
    return new ForgeSettings(
        Optional.of(url),
        Optional.of(REPOSITORY),
        Optional.of(FixedSecrets.ref("token")),
        Optional.empty(),
        Duration.ofSeconds(10));
  }

  protected Connection connected(ForgeSettings settings) {
    return given(
        provider()
            .connect(
                settings,
                FixedSecrets.of(Map.of("token", LittleForge.TOKEN, "wrong", "wr0ng-t0ken")),
                new MovingClock(() -> now)));
  }

  protected LittleForge server() {
    return server;
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected People people() {
    return server.people();
  }

  private Answer<List<PullRequest>> open() {
    return connection.forge().open("main");
  }

  private Answer<?> openIn(Mood mood) {
    server.next(mood);
    return open();
  }

  protected static String refusal(Answer<?> answer) {
    String reason = assertInstanceOf(Answer.Refused.class, answer).reason();
    assertFalse(reason.contains(LittleForge.TOKEN), reason);
    return reason;
  }

  protected static Answer.Later<?> later(Answer<?> answer) {
    Answer.Later<?> later = assertInstanceOf(Answer.Later.class, answer);
    assertFalse(later.reason().contains(LittleForge.TOKEN), later.reason());
    return later;
  }

  private static void assertTells(String text, String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), text);
    }
  }

  private static Mood says(int status) {
    return Mood.says(status, "because", Map.of());
  }

  // --- refusals that say how to mend it

  @Test
  void shouldSayThatTheTokenIsNotAccepted() {
    Connection stranger = connected(settings(server.url()).withToken(FixedSecrets.ref("wrong")));
    String reason = refusal(stranger.forge().open("main"));
    assertTells(reason, "mesh.forge.token", "expired");
    assertFalse(reason.contains("wr0ng"), reason);
  }

  @Test
  void shouldSayThatTheTokenCannotBeResolved() {
    Connection lost = connected(settings(server.url()).withToken(FixedSecrets.ref("gone")));
    assertTells(refusal(lost.forge().open("main")), "mesh.forge.token", "there is no secret");
    assertEquals(List.of(), server.asked());
  }

  @Test
  void shouldSayWhichPermissionIsMissing() {
    PullRequest.Id id = people().open(People.MEMBER, "x");
    server.next(says(403));
    String reading = refusal(open());
    server.next(says(403));
    String writing = refusal(connection.forge().write(id, Optional.empty(), "plan"));
    assertTells(reading, "does not let the hub read ", "needs", "because");
    assertTells(writing, "does not let the hub write a comment", "needs", "because");
  }

  @Test
  void shouldSayThatTheRepositoryIsNotFound() {
    Connection lost = connected(settings(server.url()).withRepository("platform/flete"));
    assertTells(
        refusal(lost.forge().open("main")), "mesh.forge.repository", "platform/flete", "wrong");
  }

  @Test
  void shouldSayWhatWasNotTaken() {
    assertTells(refusal(openIn(says(422))), "422", "because");
    assertTells(refusal(openIn(says(400))), "400", "because");
  }

  @Test
  void shouldNotFollowARedirection() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (LittleForge other = start()) {
      other.next(exchange -> reached.countDown());
      String target = other.url() + "/evil";
      String reason = refusal(openIn(Mood.says(302, "moved", Map.of("Location", target))));
      assertTells(reason, "redirection", "127.0.0.1", "mesh.forge.url");
    }
    assertFalse(reached.await(0, TimeUnit.SECONDS), "the token was taken elsewhere");
  }

  @Test
  void shouldRefuseAWebPage() {
    assertTells(refusal(openIn(Mood.html(200))), "no JSON", "mesh.forge.url");
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() {
    assertTells(refusal(openIn(Mood.json("{\"a\": 1}"))), "is not understood", "list");
    assertTells(refusal(openIn(Mood.json("[{\"number\": \"x\"}]"))), "is not understood");
    assertTells(refusal(openIn(Mood.json("[".repeat(5000)))), "is not understood");
    assertTells(refusal(openIn(Mood.json(""))), "is not understood");
  }

  @Test
  void shouldNotReadWhatDoesNotEnd() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    assertTells(refusal(openIn(Mood.endless(over))), "16 MB");
    assertTrue(over.await(20, TimeUnit.SECONDS), "it is still being read");
    given(open());
  }

  @Test
  void shouldNotSayTheTokenBack() {
    server.next(
        Mood.says(403, "you are " + LittleForge.TOKEN, Map.of("X-Echo", LittleForge.TOKEN)));
    assertTells(refusal(open()), "[redacted]");
  }

  // --- not now

  @Test
  void shouldAskAgainLaterWhenTheForgeHasTrouble() {
    assertTells(later(openIn(says(500))).reason(), "500");
    assertTells(later(openIn(Mood.html(502))).reason(), "502");
    assertTells(later(openIn(says(503))).reason(), "503");
    assertTells(later(openIn(says(409))).reason(), "in the way", "because");
    given(open());
  }

  @Test
  void shouldNotWaitForASlowForge() {
    CountDownLatch open = new CountDownLatch(1);
    server.next(Mood.slow(open));
    Connection impatient = connected(settings(server.url()).withTimeout(Duration.ofMillis(500)));
    assertTells(later(impatient.forge().open("main")).reason(), "did not answer within");
    open.countDown();
    given(connection.forge().open("main"));
  }

  @Test
  void shouldTellThatAnAnswerBrokeOff() {
    assertTells(later(openIn(Mood.cut())).reason(), "broke off");
    given(open());
  }

  @Test
  void shouldTellThatNobodyAnswers() {
    URI nobody = URI.create("http://127.0.0.1:1");
    Answer.Later<?> later = later(connected(settings(nobody)).forge().open("main"));
    assertTells(later.reason(), "refuses the connection");
    assertTrue(later.after().compareTo(Duration.ofSeconds(1)) > 0);
  }

  @Test
  void shouldTellThatTheHostIsUnknown() {
    URI nobody = URI.create("http://forge.invalid");
    assertTells(later(connected(settings(nobody)).forge().open("main")).reason(), "mesh.forge.url");
  }

  // --- not too often

  @Test
  void shouldHoldBackUntilTheTimeThatTheForgeNames() {
    Answer.Later<?> later = later(openIn(Mood.says(429, "slow down", Map.of("Retry-After", "90"))));
    assertEquals(Duration.ofSeconds(90), later.after());

    now = START.plusSeconds(89);
    assertEquals(Duration.ofSeconds(1), later(open()).after());
    assertEquals(1, server.asked().size(), "it was asked in spite of that");

    now = START.plusSeconds(90);
    given(open());
  }

  @Test
  void shouldNotBeHeldBackForEver() {
    var later = later(openIn(Mood.says(429, "x", Map.of("Retry-After", "999999999"))));
    assertEquals(Duration.ofHours(1), later.after());
    now = START.plus(Duration.ofHours(1));
    assertEquals(
        Duration.ofMinutes(1),
        later(openIn(Mood.says(429, "x", Map.of("Retry-After", "soon")))).after());
  }

  /** Whether the real one tags its answers. */
  protected boolean sendsTags() {
    return true;
  }

  @Test
  void shouldNotAskForWhatHasNotChanged() {
    assumeTrue(sendsTags());
    PullRequest.Id id = people().open(People.MEMBER, "Add tmux");
    List<PullRequest> first = given(open());
    assertEquals(first, given(open()));
    assertTrue(server.asked().getLast().endsWith("-> 304"), server.asked().toString());

    people().push(id);
    assertNotEquals(first, given(open()));
    assertTrue(server.asked().getLast().endsWith("-> 200"), server.asked().toString());
  }

  @Test
  void shouldHoldBackWhenNothingIsLeftOfTheLimit() {
    server.next(
        Mood.headed(
            "[]",
            Map.of(
                remaining(),
                "0",
                reset(),
                Long.toString(Instant.now().plusSeconds(600).getEpochSecond()))));
    given(open());
    Duration wait = later(open()).after();
    assertTrue(wait.toSeconds() > 580 && wait.toSeconds() <= 601, wait.toString());
    assertEquals(1, server.asked().size());
  }

  protected String remaining() {
    return "X-RateLimit-Remaining";
  }

  protected String reset() {
    return "X-RateLimit-Reset";
  }

  // --- hostile content

  @Test
  void shouldMakeATitlePrintable() {
    PullRequest.Id id = people().open(People.MEMBER, "x\u001b[31m\u202ered\n" + "y".repeat(5000));
    String title = given(connection.forge().find(id)).title();
    assertTells(title, "\\u001b[31m\\u202ered\\n");
    assertTrue(title.length() < 400, title);
  }

  @Test
  void shouldTakeNobodyForALoginThatCannotBeOne() {
    PullRequest.Id id = people().open("../admin\n", "x");
    people().comment(id, "@everyone <b>", "mesh approve");
    assertEquals(Login.NOBODY, given(connection.forge().find(id)).author());
    assertEquals(Login.NOBODY, given(connection.forge().comments(id)).getFirst().author());
    assertFalse(given(connection.members().get().mayWrite(Login.NOBODY)));
  }

  @Test
  void shouldRefuseIdsOfOtherForges() {
    assertInstanceOf(
        Answer.Refused.class, connection.forge().find(new PullRequest.Id("feature/x")));
    assertEquals(List.of(), server.asked());
    PullRequest.Id id = people().open(People.MEMBER, "x");
    given(connection.forge().write(id, Optional.of(new Comment.Id("plan.md")), "one"));
    assertEquals(List.of("one"), people().comments(id));
  }

  @Test
  void shouldTellTheNewestHundredOfManyComments() {
    PullRequest.Id id = people().open(People.MEMBER, "x");
    for (int i = 1; i <= 250; i++) {
      people().comment(id, People.STRANGER, "noise " + i);
    }
    List<Comment> comments = given(connection.forge().comments(id));
    assertEquals(100, comments.size());
    assertEquals("noise 151", comments.getFirst().text());
    assertEquals("noise 250", comments.getLast().text());
  }

  // --- settings

  @Test
  void shouldRefuseSettingsThatDoNotDo() {
    ForgeSettings fine = settings(server.url());
    assertTells(
        refusal(connect(fine.url(), Optional.empty(), fine.token())), "mesh.forge.repository");
    for (String name : List.of("fleet", "platform/../fleet", "platform/fleet/", "a b/c")) {
      assertTells(refusal(connect(fine.url(), Optional.of(name), fine.token())), "platform/fleet");
    }
    assertTells(
        refusal(connect(fine.url(), fine.repository(), Optional.empty())), "mesh.forge.token");
    for (String url :
        List.of("ftp://forge.example", "https://me:pw@forge.example", "/x", "https://a/?b")) {
      String reason =
          refusal(connect(Optional.of(URI.create(url)), fine.repository(), fine.token()));
      assertTells(reason, "mesh.forge.url");
      assertFalse(reason.contains("pw"), reason);
    }
  }

  private Answer<Connection> connect(
      Optional<URI> url,
      Optional<String> repository,
      Optional<io.meshinfra.model.SecretRef> token) {
    return provider()
        .connect(
            new ForgeSettings(url, repository, token, Optional.empty(), Duration.ofSeconds(10)),
            FixedSecrets.of(Map.of()),
            new MovingClock(() -> now));
  }
}
