package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.BreakGlass;
import io.meshinfra.journal.Event;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Value;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MovingClock;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakGlassesTest {
  private static final NodeName NODE = new NodeName("scratch");
  private static final Instant UNTIL = Instant.EPOCH.plusSeconds(3600);
  private static final Resource<?> MOTD = ThingType.thing("motd", "hello");
  private static final Resource<?> HOSTS = ThingType.thing("hosts", "ours");

  private final List<Catalog> passed = new ArrayList<>();
  private List<ResourceChange> onNode = List.of();
  private JdbcConnectionPool database;
  private Journal journal;
  private BreakGlasses glasses;

  @BeforeEach
  void begin() {
    database = JdbcConnectionPool.create("jdbc:h2:mem:glasses", "", "");
    JournalTables.copyInto(database);
    Clock clock = new MovingClock(() -> Instant.EPOCH);
    journal = new Journal(database, clock);
    glasses = new BreakGlasses(this::usual, journal, new HubEvents(journal, clock), clock);
  }

  @AfterEach
  void end() {
    database.dispose();
  }

  private Pass usual(Work work, PassListener listener) {
    passed.add(work.catalog());
    Drift drift = drift(work.catalog());
    return new Pass(
        new RunId("20260102t030405-test"),
        NODE,
        work.catalog().revision(),
        work.trigger(),
        Instant.EPOCH,
        Duration.ZERO,
        new Outcome.InSync(),
        Optional.of(drift),
        Optional.empty(),
        List.of(),
        Optional.of(drift),
        Optional.empty());
  }

  private Drift drift(Catalog catalog) {
    return new Drift(catalog, Facts.UNKNOWN, Instant.EPOCH, onNode);
  }

  private static ResourceChange differs(Resource<?> resource, String value, Origin origin) {
    Change.Difference difference =
        new Change.Difference(Optional.of(Value.of(value)), Value.of("as in git"));
    return new ResourceChange(
        resource, new Change.Update(new TreeMap<>(Map.of("value", difference))), origin);
  }

  private void pass() {
    Work work = new Work(ScratchNode.target(), Catalogs.of(MOTD, HOSTS), "interval", false);
    glasses.reconcile(work, new PassListener.Silent());
  }

  private List<ResourceId> held() {
    return glasses.held(NODE).stream().map(BreakGlass.Held::resource).toList();
  }

  private List<Mode> modes() {
    return passed.getLast().resources().stream().map(r -> r.terms().mode()).toList();
  }

  private String lastTold() {
    Event event = journal.events().recent(1, Optional.of(NODE)).getFirst().event();
    return event.type() + ": " + event.message();
  }

  private void open() {
    glasses.open(NODE, Optional.of(drift(Catalogs.of(MOTD, HOSTS))), "disk full", "ada", UNTIL);
  }

  @Test
  void shouldPassOnWhenNobodyWorksByHand() {
    pass();

    assertEquals(List.of(Mode.ENFORCE, Mode.ENFORCE), modes());
  }

  @Test
  void shouldOnlyLookAtFirstAndHoldWhatWasChanged() {
    open();
    onNode = List.of(differs(MOTD, "by hand", Origin.CORRECTIVE));

    pass();

    assertEquals(List.of(Mode.OBSERVE, Mode.OBSERVE), modes());
    assertEquals(
        Optional.of("ada works on it by hand: disk full"),
        passed.getLast().resources().getFirst().terms().hold());
    assertEquals(List.of(MOTD.id()), held());
    assertEquals(
        "break-glass-ended: changed meanwhile, to adopt or revert: thing:motd", lastTold());
    pass();
    assertEquals(List.of(Mode.OBSERVE, Mode.ENFORCE), modes());
    assertEquals(
        Optional.of(
            "changed by hand (disk full); adopt it in git, or: mesh break-glass "
                + NODE
                + " --revert"),
        passed.getLast().resources().getFirst().terms().hold());
  }

  @Test
  void shouldNotHoldWhatDifferedBeforeUnlessItDiffersInAnotherWay() {
    onNode =
        List.of(
            differs(MOTD, "old sin", Origin.CORRECTIVE),
            differs(HOSTS, "old sin", Origin.CORRECTIVE));
    open();
    onNode =
        List.of(
            differs(MOTD, "old sin", Origin.CORRECTIVE),
            differs(HOSTS, "another one", Origin.CORRECTIVE));

    pass();

    assertEquals(List.of(HOSTS.id()), held());
  }

  /** What git wants anew was not done by hand. */
  @Test
  void shouldNotHoldWhatGitMoved() {
    open();
    onNode = List.of(differs(MOTD, "old", Origin.INTENTIONAL));

    pass();

    assertEquals(List.of(), held());
    assertEquals("break-glass-ended: nothing that mesh looks after was changed", lastTold());
  }

  @Test
  void shouldHoldAllWhenTheNodeCouldNotBeLookedAtBefore() {
    glasses.open(NODE, Optional.empty(), "disk full", "ada", UNTIL);
    assertTrue(lastTold().endsWith("could not be looked at beforehand"), lastTold());
    onNode = List.of(differs(MOTD, "x", Origin.CORRECTIVE));

    pass();

    assertEquals(List.of(MOTD.id()), held());
  }

  @Test
  void shouldLetGoOfWhatIsAsGitHasItAgain() {
    open();
    onNode = List.of(differs(MOTD, "x", Origin.CORRECTIVE), differs(HOSTS, "x", Origin.CORRECTIVE));
    pass();
    onNode = List.of(differs(HOSTS, "x", Origin.CORRECTIVE));

    pass();

    assertEquals(List.of(HOSTS.id()), held());
    assertEquals("break-glass-settled: as git has it again: thing:motd", lastTold());
  }

  @Test
  void shouldHealWhatIsGivenFree() {
    open();
    onNode = List.of(differs(MOTD, "x", Origin.CORRECTIVE));
    pass();

    glasses.giveFree(NODE, "ada");
    pass();

    assertEquals(List.of(Mode.ENFORCE, Mode.ENFORCE), modes());
    assertThrows(NotNow.class, () -> glasses.giveFree(NODE, "ada"));
  }
}
