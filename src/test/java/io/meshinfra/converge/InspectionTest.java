package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.Baseline;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.Past;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Revision;
import io.meshinfra.model.ShellScript;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.OutputBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the node every thing is "there"; what is compared with it differs. */
@Timeout(60)
class InspectionTest {
  private static final Revision OLD = new Revision("1".repeat(40));

  @TempDir Path home;
  private final List<List<String>> probed = new ArrayList<>();
  private final Resource<?> applied = thing("applied");
  private final Resource<?> wanted = thing("wanted");
  private final Past past =
      new Past(
          LastApplied.at(OLD, Map.of(applied.id(), applied.fingerprint())),
          (id, print) -> new Baseline.Found(applied, Set.of()));
  private ScratchNode node;
  private Inspection inspection;

  private final class There extends ThingType {
    @Override
    public ShellScript probe(List<Thing> things) {
      probed.add(things.stream().map(Thing::value).toList());
      return ShellScript.of("printf 'thing\\tthere\\n'");
    }
  }

  private Resource<?> thing(String value) {
    return Resource.of(
        new There(),
        new ThingType.Thing("a", value, List.of(), Map.of()),
        new Resource.Terms(Mode.HEAL, false, Set.of(), "test.yaml:1:1"));
  }

  @BeforeEach
  void setUp() {
    node = new ScratchNode(home);
    inspection =
        new Inspection(
            new Prober(
                node,
                PlaybookChecks.none("test"),
                Clock.systemUTC(),
                new Random(7),
                new Prober.Limits(Duration.ofSeconds(30), new OutputBudget())));
  }

  private Inspection.Result look(Catalog catalog, Supplier<Past> before) {
    return inspection.look(
        ScratchNode.target(), catalog, PlaybookChecks.Freshness.KEPT_IS_FINE, before);
  }

  private static List<String> told(Inspection.Result result) {
    Drift drift = assertInstanceOf(Inspection.Result.Seen.class, result).drift();
    return drift.changes().stream().map(c -> c.change().word() + " " + c.origin().word()).toList();
  }

  @Test
  void shouldProbeOnceWhenNothingIsHeld() {
    assertEquals(List.of("update intentional"), told(look(Catalogs.of(wanted), () -> Past.NONE)));
    assertEquals(List.of(List.of("wanted")), probed);
  }

  @Test
  void shouldProbeAgainWhatIsHeld() {
    assertEquals(
        List.of("update corrective", "update intentional"),
        told(look(Catalogs.of(wanted), () -> past)));
    assertEquals(List.of(List.of("wanted"), List.of("applied")), probed);
  }

  @Test
  void shouldTellAsUnverifiableWhatTheSecondProbeDidNotSee() {
    Inspection.Result result =
        look(
            Catalogs.of(wanted),
            () -> {
              node.breakLinkAfter(1);
              return past;
            });

    assertEquals(List.of("unverifiable corrective", "update intentional"), told(result));
  }

  @Test
  void shouldNotProbeAgainForWhatIsLost() {
    Past lost = new Past(past.applied(), (id, print) -> new Baseline.Lost("gone"));

    assertEquals(
        List.of("unverifiable corrective", "update intentional"),
        told(look(Catalogs.of(wanted), () -> lost)));
    assertEquals(1, probed.size());
  }

  @Test
  void shouldNotAskForThePastOfANodeThatCannotBeLookedAt() {
    node.breakLinkAfter(1);

    Inspection.Result result =
        look(
            Catalogs.of(wanted),
            () -> {
              throw new AssertionError("not asked for");
            });

    String reason = assertInstanceOf(Inspection.Result.Away.class, result).why().reason();
    assertTrue(reason.contains("broke off"), reason);
  }
}
