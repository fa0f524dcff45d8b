package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Prune;
import io.meshinfra.model.Revision;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PruneConsentTest {
  private static final Revision REVISION = new Revision("a".repeat(40));

  @Test
  void shouldAskBeforeSomethingThatLeftIsRemoved() {
    Verdict.AwaitingApproval asks =
        assertInstanceOf(
            Verdict.AwaitingApproval.class, judge(Optional.of(Prune.ASK), Optional.of(REVISION)));

    assertEquals(List.of("1 approval"), asks.missing());
  }

  @Test
  void shouldAskNobodyWhenThatIsWanted() {
    assertInstanceOf(
        Verdict.Approved.class, judge(Optional.of(Prune.UNATTENDED), Optional.of(REVISION)));
  }

  /** {@code state: absent} is an order, and no surprise. */
  @Test
  void shouldNotAskAboutWhatIsRemovedByTheCatalogItself() {
    assertInstanceOf(Verdict.Approved.class, judge(Optional.of(Prune.ASK), Optional.empty()));
  }

  private static Verdict judge(Optional<Prune> prune, Optional<Revision> left) {
    Resource<?> resource =
        Resource.of(
            new ThingType(),
            new ThingType.Thing("a", "gone", List.of(), Map.of()),
            new Resource.Terms(Mode.ENFORCE, false, Set.of(), "a.yaml:1:1", prune));
    Change delete = new Change.Delete(State.EMPTY);
    ResourceChange change =
        new ResourceChange(resource, delete, Origin.INTENTIONAL, Optional.empty(), left);
    Step step = new Step(1, List.of(change), List.of(), Set.of(), Map.of(), "");
    Plan plan =
        new Plan(
            new NodeName("a"), REVISION, Instant.EPOCH, List.of(step), List.of(), "0".repeat(16));
    return new PolicyGate(List.of(new PruneConsent())).judge(plan, Circumstances.at(Instant.EPOCH));
  }
}
