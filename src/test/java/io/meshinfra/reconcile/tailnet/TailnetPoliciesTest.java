package io.meshinfra.reconcile.tailnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.AuditRow;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.Revision;
import io.meshinfra.model.SecretRef;
import io.meshinfra.network.tailscale.PolicyMark;
import io.meshinfra.reconcile.tailnet.PolicyState.Status;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import io.meshinfra.tailnet.LittleTailscale;
import io.meshinfra.tailnet.TailnetClient;
import io.meshinfra.tailnet.TailnetSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server that holds to the documented contract, in place of Tailscale. */
class TailnetPoliciesTest {
  private static final Deed.By ANNA = Deed.By.person("anna");
  private static final Revision REVISION = new Revision("a".repeat(40));

  @TempDir Path home;
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-09-01T00:00:00Z");
  private final Clock clock = new MovingClock(() -> now);
  private MemoryJournal journal;
  private LittleTailscale tailscale;
  private Optional<String> wanted;

  @BeforeEach
  void begin() throws IOException {
    journal = new MemoryJournal(clock);
    tailscale = new LittleTailscale();
    wanted =
        Optional.of(
            Files.readString(Path.of("src/test/resources/network/tailscale/out/tailnet.hujson")));
  }

  @AfterEach
  void end() {
    tailscale.close();
    journal.close();
    assertEquals(List.of(), tailscale.violations());
  }

  private TailnetPolicies policies() {
    TailnetSite.Login login = new TailnetSite.Login.ApiKey(new SecretRef("fixed", "key"));
    return policies(
        Optional.of(
            new TailnetClient(
                tailscale.site(login),
                ref -> new Resolution.Resolved(Secret.of(LittleTailscale.KEY)),
                clock)));
  }

  private TailnetPolicies policies(Optional<TailnetClient> client) {
    return new TailnetPolicies(
        client,
        new TailnetPolicies.Repository(() -> Optional.of(REVISION), revision -> wanted),
        journal.journal().audit(),
        home.resolve("tailnet"),
        clock);
  }

  private PolicyTending tending(boolean enforce) {
    return new PolicyTending(policies(), enforce, Duration.ofMinutes(10), told::add, clock);
  }

  private void tend(PolicyTending tending) {
    now = now.plus(Duration.ofMinutes(11));
    tending.tend();
  }

  private List<String> audit() {
    return journal.journal().audit().after(0, 100).stream()
        .map(row -> row.name() + " " + row.deed() + " " + row.outcome())
        .toList();
  }

  private void putByHand() {
    assertInstanceOf(PolicyPut.Done.class, policies().put(ANNA, false));
  }

  /** What another intent would come to, with the mark that it would have. */
  private String another() {
    String before = wanted.orElseThrow();
    String after = before.replace("tcp:8000-8200", "tcp:9000");
    return after.replace(
        PolicyMark.digest(before).orElseThrow(), PolicyMark.digest(after).orElseThrow());
  }

  @Test
  void shouldPutTheFirstFileAndKnowItAgain() {
    assertEquals(Status.FOREIGN, policies().look().status());

    putByHand();

    assertEquals(Status.SYNCED, policies().look().status());
    assertEquals(List.of("anna tailnet-policy-put begun", "anna tailnet-policy-put done"), audit());
    assertInstanceOf(PolicyPut.NotNeeded.class, policies().put(ANNA, false));
  }

  @Test
  void shouldTellTheDifference() {
    putByHand();
    tailscale.edit(tailscale.policy().replace("tcp:8000-8200", "tcp:1-65535"));

    PolicyState state = policies().look();

    assertEquals(Status.EDITED, state.status());
    assertTrue(state.difference().contains("tcp:1-65535"), state.difference());
    assertTrue(state.difference().contains("tcp:8000-8200"), state.difference());
  }

  @Test
  void shouldNotOverwriteWhatSomebodyChangedUnlessToldSo() throws IOException {
    putByHand();
    String edited = tailscale.policy().replace("tcp:8000-8200", "tcp:1-65535");
    tailscale.edit(edited);

    assertTrue(
        assertInstanceOf(PolicyPut.Refused.class, policies().put(ANNA, false))
            .reason()
            .contains("somebody changed it by hand"));
    assertEquals(edited, tailscale.policy());
    assertInstanceOf(PolicyPut.Done.class, policies().put(ANNA, true));

    assertEquals(Status.SYNCED, policies().look().status());
    try (Stream<Path> kept = Files.list(home.resolve("tailnet"))) {
      List<Path> files = kept.toList();
      assertTrue(files.stream().map(TailnetPoliciesTest::text).anyMatch(edited::equals));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldNotOverwriteWhatWasNeverOurs() {
    tailscale.edit("{\"grants\": [{\"src\": [\"*\"], \"dst\": [\"*\"], \"ip\": [\"*\"]}]}");

    assertTrue(
        assertInstanceOf(PolicyPut.Refused.class, policies().put(ANNA, false))
            .reason()
            .contains("not written by mesh-infra"));
    assertInstanceOf(PolicyPut.Done.class, policies().put(ANNA, true));
  }

  /** Somebody writes between the look and the put. */
  @Test
  void shouldNotOverwriteWhatSomebodyWroteMeanwhile() {
    putByHand();
    wanted = Optional.of(another());
    tailscale.next(exchange ->
        LittleTailscale.send(exchange, 200, Map.of("ETag", "\"old\""), tailscale.policy()));
    tailscale.next(exchange -> {
      tailscale.edit("{\"grants\": []}");
      LittleTailscale.send(exchange, 200, Map.of(), "");
    });

    assertInstanceOf(PolicyPut.Refused.class, policies().put(ANNA, false));
    assertEquals("{\"grants\": []}", tailscale.policy());
  }

  @Test
  void shouldPutNothingThatTailscaleRefuses() {
    wanted = Optional.of(wanted.orElseThrow().replace("\"src\"", "\"source\""));

    PolicyPut put = policies().put(ANNA, true);

    assertTrue(assertInstanceOf(PolicyPut.Refused.class, put).reason().contains("test(s) failed"));
    assertEquals(LittleTailscale.UNTOUCHED, tailscale.policy());
    assertEquals(List.of("anna tailnet-policy-put refused"), audit());
  }

  @Test
  void shouldPutNothingWhenWhatIsReplacedCannotBeKept() throws IOException {
    Files.writeString(home.resolve("tailnet"), "no folder");

    assertTrue(
        assertInstanceOf(PolicyPut.Refused.class, policies().put(ANNA, false))
            .reason()
            .contains("cannot be kept"));
    assertEquals(LittleTailscale.UNTOUCHED, tailscale.policy());
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertEquals(Status.OFF, policies(Optional.empty()).look().status());
    wanted = Optional.empty();
    assertEquals(Status.NOTHING, policies().look().status());
    assertInstanceOf(PolicyPut.Refused.class, policies().put(ANNA, true));
  }

  @Test
  void shouldTellDriftOnceAndLeaveItAlone() {
    putByHand();
    PolicyTending tending = tending(false);
    tend(tending);
    tailscale.edit(tailscale.policy().replace("tcp:8000-8200", "tcp:1-65535"));
    tend(tending);
    tend(tending);

    assertEquals(2, told.size(), told::toString);
    assertEquals("synced", told.getFirst());
    assertTrue(told.getLast().startsWith("edited: somebody changed it by hand"), told::toString);
    assertTrue(tailscale.policy().contains("tcp:1-65535"));
  }

  @Test
  void shouldPutEachNewOneAndPutEditsBackInModeEnforce() {
    putByHand();
    PolicyTending tending = tending(true);
    tend(tending);
    wanted = Optional.of(another());
    tend(tending);
    tailscale.edit(tailscale.policy().replace("tcp:9000", "tcp:1-65535"));
    tend(tending);
    tend(tending);

    assertEquals(Status.SYNCED, policies().look().status());
    assertTrue(tailscale.policy().contains("tcp:9000"));
    assertEquals(
        2,
        audit().stream().filter("the revision in force tailnet-policy-put done"::equals).count());
    assertTrue(
        told.stream().anyMatch(words -> words.contains("also what was written by hand")),
        told::toString);
  }

  /** The first put closes the tailnet to whoever has no tag yet. */
  @Test
  void shouldLeaveTheFirstPutToAPerson() {
    PolicyTending tending = tending(true);
    tend(tending);
    tend(tending);

    assertEquals(LittleTailscale.UNTOUCHED, tailscale.policy());
    assertEquals(List.of(), audit());
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().startsWith("foreign: "), told::toString);
  }

  /** What was never ours may come there after the look by which the hub decided. */
  @Test
  void shouldLeaveAloneWhatBecameForeignAfterTheLook() {
    putByHand();
    String ours = tailscale.policy();
    String foreign = "{\"grants\": []}";
    wanted = Optional.of(another());
    PolicyTending tending = tending(true);
    tailscale.next(exchange -> {
      tailscale.edit(foreign);
      LittleTailscale.send(exchange, 200, Map.of("ETag", "\"old\""), ours);
    });

    tend(tending);

    assertEquals(foreign, tailscale.policy());
    assertTrue(told.getLast().startsWith("older: "), told::toString);
    assertTrue(told.getLast().contains("not put: "), told::toString);
  }

  /** The same one look later: the file becomes foreign while Tailscale validates ours. */
  @Test
  void shouldLeaveAloneWhatBecameForeignDuringThePut() {
    putByHand();
    String edited = tailscale.policy().replace("tcp:8000-8200", "tcp:1-65535");
    String foreign = "{\"grants\": []}";
    PolicyTending tending = tending(true);
    for (int look = 0; look < 2; look++) {
      tailscale.next(
          exchange -> LittleTailscale.send(exchange, 200, Map.of("ETag", "\"old\""), edited));
    }
    tailscale.next(exchange -> {
      tailscale.edit(foreign);
      LittleTailscale.send(exchange, 200, Map.of(), "");
    });

    tend(tending);

    assertEquals(foreign, tailscale.policy());
    assertTrue(told.getLast().startsWith("edited: "), told::toString);
    assertTrue(told.getLast().contains("somebody has changed"), told::toString);
  }

  @Test
  void shouldTryWhatWasRefusedNoMoreThanOnce() {
    putByHand();
    wanted = Optional.of(another().replace("\"proto\"", "\"protocol\""));
    PolicyTending tending = tending(true);

    tend(tending);
    tend(tending);
    tend(tending);

    assertEquals(1, audit().stream().filter(row -> row.endsWith("refused")).count());
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().contains("not put: "), told::toString);
  }

  @Test
  void shouldNotAskBeforeItIsTime() {
    PolicyTending tending = tending(false);
    tend(tending);
    int asked = tailscale.asked().size();

    tending.tend();

    assertEquals(asked, tailscale.asked().size());
  }

  @Test
  void shouldHaveNoKeyInTheAudit() {
    putByHand();

    for (AuditRow row : journal.journal().audit().after(0, 100)) {
      assertTrue(!row.toString().contains(LittleTailscale.KEY), row::toString);
    }
  }
}
