package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.alone.NodeAlone;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.State;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the hub leaves a catalog on a node, and when it does not. */
@Timeout(60)
class LeftBehindTest {
  private static final Catalog CATALOG = Catalogs.of(ThingType.thing("motd", "hello"));

  @TempDir Path home;
  private final List<String> told = new ArrayList<>();
  private int asked;
  private Optional<Facts.Alone> has = Optional.empty();
  private final LeftBehind.Hearing hearing =
      new LeftBehind.Hearing() {
        @Override
        public void has(NodeName node, Optional<Facts.Alone> alone) {
          has = alone;
        }

        @Override
        public void tell(String type, NodeName node, Optional<RunId> run, String message) {
          told.add(type + " " + message);
        }
      };

  /** The node, which counts how often it is asked for anything. */
  private Transport node() {
    ScratchNode scratch = new ScratchNode(home);
    return new Transport() {
      @Override
      public Reply run(Target target, Request request) {
        asked++;
        return scratch.run(target, request);
      }

      @Override
      public void forget(NodeName name) {}

      @Override
      public void close() {}
    };
  }

  private LeftBehind hub(boolean wanted, Pass... passes) {
    return hub(wanted, Runnable::run, passes);
  }

  private LeftBehind hub(boolean wanted, Executor executor, Pass... passes) {
    List<Pass> left = new ArrayList<>(List.of(passes));
    return new LeftBehind(
        (work, listener) -> left.removeFirst(),
        new NodeAlone(node(), Sealing.none(), Clock.systemUTC()),
        new LeftBehind.Settings(
            wanted, new NodeAlone.Settings(Duration.ofSeconds(30), Keeping.USUAL, 1_000_000)),
        hearing,
        executor);
  }

  private Pass after(LeftBehind hub) {
    return hub.reconcile(
        new Work(ScratchNode.target(), CATALOG, "test", false), new PassListener.Silent());
  }

  private static Pass pass(Outcome outcome, Catalog catalog, Facts facts, ResourceChange... left) {
    Drift drift = new Drift(catalog, facts, Instant.EPOCH, List.of(left));
    return new Pass(
        new RunId("20260102t030405-scratch-1"),
        catalog.node(),
        catalog.revision(),
        "test",
        Instant.EPOCH,
        Duration.ZERO,
        outcome,
        Optional.of(drift),
        Optional.empty(),
        List.of(),
        Optional.of(drift),
        Optional.empty());
  }

  private static Pass inSync(Facts facts) {
    return pass(new Outcome.InSync(), CATALOG, facts);
  }

  private static Pass broken() {
    return pass(new Outcome.Failed("step 1"), CATALOG, Facts.UNKNOWN);
  }

  private Facts facts(Pass pass) {
    return pass.remaining().orElseThrow().facts().with(has);
  }

  @Test
  void shouldLeaveWhatTheNodeIsInSyncWithOnce() {
    Pass first = after(hub(true, inSync(Facts.UNKNOWN)));
    assertEquals(1, asked);

    after(hub(true, inSync(facts(first))));

    assertEquals(1, asked, "it costs something though nothing changed");
    assertEquals(CATALOG.revision(), has.orElseThrow().revision());
    assertEquals(List.of("left-on-node 1 resources at 0123456789"), told);
    assertTrue(Files.exists(home.resolve("mesh")));
  }

  @Test
  void shouldStandBackForThePassThatComesNextAndAskOnceAfterTheLast() {
    List<Runnable> later = new ArrayList<>();
    LeftBehind hub = hub(true, later::add, inSync(Facts.UNKNOWN), broken(), inSync(Facts.UNKNOWN));

    after(hub);
    after(hub);
    later.removeFirst().run();
    assertEquals(0, asked, "a pass has begun since that ended otherwise");

    after(hub);
    later.removeFirst().run();
    assertEquals(1, asked);
    assertEquals(List.of(), later);
  }

  @Test
  void shouldOnlyTellTheNewRevisionWhenTheCatalogStayed() {
    Pass first = after(hub(true, inSync(Facts.UNKNOWN)));
    String key = has.orElseThrow().key();
    Catalog same =
        new Catalog(
            CATALOG.node(),
            new Revision("a".repeat(40)),
            CATALOG.mode(),
            CATALOG.resources(),
            CATALOG.dependencies());

    after(hub(true, pass(new Outcome.InSync(), same, facts(first))));

    assertEquals(new Facts.Alone(key, same.revision(), 1, 0), has.orElseThrow());
  }

  @Test
  void shouldKeepTheFormerOneWhenSomethingIsLeftOrUndone() {
    ResourceChange left =
        new ResourceChange(
            CATALOG.resources().getFirst(), new Change.Create(State.EMPTY), Origin.INTENTIONAL);
    Outcome drifting = new Outcome.StillDrifting(List.of(left), "mode heal");

    after(hub(true, pass(drifting, CATALOG, Facts.UNKNOWN, left)));
    after(hub(true, pass(new Outcome.RolledBack("no way in"), CATALOG, Facts.UNKNOWN)));
    after(hub(true, pass(new Outcome.Failed("step 1"), CATALOG, Facts.UNKNOWN)));

    assertEquals(0, asked);
  }

  @Test
  void shouldRemoveWhatIsThereWhenItIsSwitchedOff() {
    Pass first = after(hub(true, inSync(Facts.UNKNOWN)));

    Pass off = after(hub(false, inSync(facts(first))));
    after(hub(false, inSync(facts(off))));

    assertEquals(2, asked);
    assertEquals(Optional.empty(), has);
    assertFalse(Files.exists(home.resolve("alone")) || Files.exists(home.resolve("mesh")));
  }

  @Test
  void shouldTakeItAwayFromANodeThatLeavesTheFleetAndForgetTheNodeThen() {
    LeftBehind hub = hub(true, inSync(Facts.UNKNOWN));
    after(hub);
    List<NodeName> forgotten = new ArrayList<>();

    hub.forget(CATALOG.node(), forgotten::add);

    assertEquals(List.of(CATALOG.node()), forgotten);
    assertFalse(Files.exists(home.resolve("mesh")));
  }

  @Test
  void shouldTellWhenItCouldNotAndNotFailThePass() {
    NodeAlone away =
        new NodeAlone(
            new Transport() {
              @Override
              public Reply run(Target target, Request request) {
                return new Reply.Broken("the link was lost");
              }

              @Override
              public void forget(NodeName name) {}

              @Override
              public void close() {}
            },
            Sealing.none(),
            Clock.systemUTC());
    Pass made = inSync(Facts.UNKNOWN);
    LeftBehind hub =
        new LeftBehind(
            (work, listener) -> made,
            away,
            new LeftBehind.Settings(
                true, new NodeAlone.Settings(Duration.ofSeconds(30), Keeping.USUAL, 1_000_000)),
            hearing,
            Runnable::run);

    assertEquals(made, after(hub));
    assertEquals(List.of("not-left-on-node the link was lost"), told);
  }

  /** Passes end one after the other before the node is asked: only what is true by then is left. */
  @Test
  void shouldLeaveOnlyWhatTheLastPassSaw() {
    List<Runnable> begun = new ArrayList<>();
    LeftBehind hub =
        new LeftBehind(
            (work, listener) -> inSync(Facts.UNKNOWN),
            new NodeAlone(node(), Sealing.none(), Clock.systemUTC()),
            new LeftBehind.Settings(
                true, new NodeAlone.Settings(Duration.ofSeconds(30), Keeping.USUAL, 1_000_000)),
            hearing,
            begun::add);

    after(hub);
    after(hub);
    after(hub);

    begun.forEach(Runnable::run);

    assertEquals(1, asked);
  }
}
