package io.meshinfra.reconcile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.loop.Places;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewsTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName NEW = new NodeName("new");
  private static final Revision THERE = new Revision("3".repeat(40));

  @TempDir Path folder;
  private final List<Work> begun = new CopyOnWriteArrayList<>();
  private final List<NodeName> forgotten = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(0);
  private final Places places = new Places(1, 1);
  private final Fleet inForce = FleetOf.at(FleetOf.OLD, "a", "away", "b");
  private final Fleet other = FleetOf.at(THERE, "a", "new");
  private Optional<Previews> made = Optional.empty();

  @AfterEach
  void end() {
    gate.release(100);
    made.ifPresent(previews -> previews.awaitEnd(Duration.ofSeconds(10)));
  }

  private Previews previews(Previews.Looking looking) {
    GitSource nothing =
        new GitSource(
            SourceSettings.of(folder.toString(), "main", folder.resolve("home")),
            Secrets.installed());
    Previews previews =
        new Previews(
            looking,
            places,
            node -> node.value().equals("away"),
            () -> Optional.of(inForce),
            new Fleets(nothing, new RevisionReader(ResourceTypes.installed(), "", "infra/policy")),
            forgotten::add);
    made = Optional.of(previews);
    return previews;
  }

  private Pass look(Work work, PassListener listener) {
    begun.add(work);
    return FleetOf.pass(work, new Outcome.Skipped("preview only"));
  }

  private Pass lookWhenOpen(Work work, PassListener listener) {
    begun.add(work);
    gate.acquireUninterruptibly();
    return FleetOf.pass(work, new Outcome.Skipped("preview only"));
  }

  private Work work(String name) {
    var node = inForce.node(new NodeName(name)).orElseThrow();
    return new Work(node.target(), node.catalog(), "preview", false);
  }

  private List<String> begunNodes() {
    return begun.stream().map(work -> work.node().value()).toList();
  }

  @Test
  void shouldReachANodeAsInForceAndCompareItWithTheOtherRevision() {
    Pass pass = previews(this::look).of(A, other);

    assertEquals(THERE, pass.revision());
    assertEquals(inForce.node(A).orElseThrow().target(), begun.getFirst().target());
    assertEquals(List.of(), forgotten);
  }

  @Test
  void shouldForgetTheConnectionToANodeThatIsNotInForce() {
    previews(this::look).of(NEW, other);

    assertEquals(other.node(NEW).orElseThrow().target(), begun.getFirst().target());
    assertEquals(List.of(NEW), forgotten);
  }

  @Test
  void shouldSayWhichNodesTheOtherRevisionHas() {
    Previews previews = previews(this::look);

    String why =
        assertThrows(UnknownNode.class, () -> previews.of(new NodeName("b"), other)).getMessage();

    assertEquals("no node b in the fleet at 3333333333; it has: a, new", why);
  }

  @Test
  void shouldLookAtManyInTheirOrder() {
    List<CompletableFuture<Pass>> passes = previews(this::look).of(List.of(work("b"), work("a")));

    assertEquals(
        List.of("b", "a"), passes.stream().map(pass -> pass.join().node().value()).toList());
  }

  @Test
  void shouldLookAtNoMoreThanThereArePlacesButThoseAwayNeedNone() {
    List<CompletableFuture<Pass>> passes =
        previews(this::lookWhenOpen).of(List.of(work("a"), work("b"), work("away")));
    await().until(() -> begun.size() == 2);

    assertTrue(begunNodes().contains("away"), begunNodes().toString());
    gate.release(2);
    await().until(() -> begun.size() == 3);
    gate.release();
    passes.forEach(CompletableFuture::join);
  }

  @Test
  void shouldShareThePlacesWithTheLoop() {
    CompletableFuture<Pass> pass =
        places.make(
            false,
            () -> {
              CompletableFuture<Pass> begins =
                  previews(this::look).of(List.of(work("a"))).getFirst();
              assertEquals(List.of(), begunNodes());
              return begins;
            });

    pass.join();
    assertEquals(List.of("a"), begunNodes());
  }

  @Test
  void shouldTellWhatFailedThroughTheFuture() {
    CompletableFuture<Pass> pass =
        previews(
                (work, listener) -> {
                  throw new IllegalStateException("the hub itself failed");
                })
            .of(List.of(work("a")))
            .getFirst();

    await().until(pass::isCompletedExceptionally);
  }

  @Test
  void shouldBeginNoneAfterItsEnd() {
    Previews previews = previews(this::look);
    previews.stop();

    assertThrows(RejectedExecutionException.class, () -> previews.of(List.of(work("a"))));
  }

  @Test
  void shouldSayThatThereIsNoSuchRevision() {
    Previews previews = previews(this::look);

    assertThrows(Previews.NoSuchRevision.class, () -> previews.fleet("nowhere"));
  }

  private PreviewDesk desk(Supplier<Fleet> now) {
    return new PreviewDesk(
        previews(this::look),
        now,
        node -> {
          if (inForce.node(node).isEmpty()) {
            throw new UnknownNode(node, "the fleet", List.of(A));
          }
        });
  }

  @Test
  void shouldShowANodeAtTheRevisionInForce() {
    assertEquals(FleetOf.OLD, desk(() -> inForce).look(A).revision());
    assertThrows(UnknownNode.class, () -> desk(() -> inForce).look(NEW));
    assertEquals(List.of("a"), begunNodes());
  }

  @Test
  void shouldSayWhyNothingIsInForce() {
    PreviewDesk desk =
        desk(() -> {
          throw NothingInForce.because("");
        });

    NothingInForce refused = assertThrows(NothingInForce.class, () -> desk.look(A));

    assertEquals("no revision is in force: git was not read yet", refused.getMessage());
    assertEquals(List.of(), begun);
  }
}
