package io.meshinfra.reconcile;

import static io.meshinfra.support.ThingType.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import io.meshinfra.support.ThingType.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RevertTest {
  private static final ResourceId ONE = ResourceId.parse("thing:one");
  private static final ResourceId TWO = ResourceId.parse("thing:two");
  private static final Change MISSING = new Change.Create(State.EMPTY.with("value", "x"));

  /** Only observed, as on a node that mesh leaves alone. */
  private static Resource<Thing> observed(String name) {
    return ThingType.withMode(Mode.OBSERVE, thing(name, "x", Action.run(ShellScript.of("true"))));
  }

  private static final Resource<Thing> FIRST = observed("one");
  private static final Resource<Thing> SECOND = observed("two");

  private static ResourceChange change(Resource<?> resource, Change change, Origin origin) {
    return new ResourceChange(resource, change, origin);
  }

  private static Drift drift(ResourceChange... changes) {
    return new Drift(Catalogs.of(FIRST, SECOND), Facts.UNKNOWN, Instant.EPOCH, List.of(changes));
  }

  private static List<ResourceId> steps(Revert revert) {
    return revert.seen().steps().stream()
        .flatMap(step -> step.changes().stream())
        .map(ResourceChange::id)
        .toList();
  }

  @Test
  void shouldPutBackWhatTheMachineMovedAndNothingElse() {
    Revert revert =
        Revert.of(
                drift(
                    change(FIRST, MISSING, Origin.CORRECTIVE),
                    change(SECOND, MISSING, Origin.INTENTIONAL)))
            .orElseThrow();

    assertEquals(Set.of(ONE), revert.resources());
    assertEquals(Set.of(TWO), revert.left());
    assertEquals(List.of(ONE), steps(revert));
  }

  @Test
  void shouldEnforceOnceWhatIsOnlyObserved() {
    Revert revert =
        Revert.of(
                drift(
                    change(FIRST, MISSING, Origin.CORRECTIVE),
                    change(SECOND, MISSING, Origin.INTENTIONAL)))
            .orElseThrow();

    Catalog applied = revert.applied(Catalogs.of(FIRST, SECOND));

    assertEquals(
        List.of(Mode.ENFORCE, Mode.OBSERVE),
        applied.resources().stream().map(resource -> resource.terms().mode()).toList());
  }

  @Test
  void shouldNotPutBackWhatNobodyMoved() {
    assertEquals(Optional.empty(), Revert.of(drift()));
    assertEquals(Optional.empty(), Revert.of(drift(change(FIRST, MISSING, Origin.INTENTIONAL))));
  }

  /** Unknown is never acted on. */
  @Test
  void shouldNotPutBackWhatCouldNotBeTold() {
    assertEquals(
        Optional.empty(),
        Revert.of(drift(change(FIRST, new Change.Unverifiable("no answer"), Origin.CORRECTIVE))));
  }

  @Test
  void shouldHaveAnotherHashWhenTheNodeMovedOn() {
    Revert one = Revert.of(drift(change(FIRST, MISSING, Origin.CORRECTIVE))).orElseThrow();
    Revert both =
        Revert.of(
                drift(
                    Stream.of(FIRST, SECOND)
                        .map(resource -> change(resource, MISSING, Origin.CORRECTIVE))
                        .toArray(ResourceChange[]::new)))
            .orElseThrow();

    assertNotEquals(one.seen().hash(), both.seen().hash());
    assertEquals(
        one.seen().hash(),
        Revert.of(drift(change(FIRST, MISSING, Origin.CORRECTIVE))).orElseThrow().seen().hash());
  }
}
