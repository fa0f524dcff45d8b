package io.meshinfra.reconcile.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Rule;
import io.meshinfra.policy.Verdict;
import io.meshinfra.support.Changes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Clock CLOCK = Clock.fixed(Changes.NOW, ZoneOffset.UTC);
  private final Set<NodeName> atWork = ConcurrentHashMap.newKeySet();

  /** Nobody else may be at work. */
  private record Alone() implements Rule {
    @Override
    public String id() {
      return "alone";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      // Long enough for another plan to be judged in between, if that were possible.
      Thread.yield();
      return circumstances.traffic().orElseThrow().atWork().isEmpty()
          ? List.of()
          : List.of(Finding.refusal(id(), "somebody is", Finding.Ends.WITH_ANOTHER_RUN));
    }

    @Override
    public boolean watchesOthers() {
      return true;
    }
  }

  /** What is known of other nodes is what was begun. */
  private final class Others implements Surroundings {
    private final List<Rule> rules;
    private final List<Rule> toBegin;

    Others(List<Rule> rules, List<Rule> toBegin) {
      this.rules = rules;
      this.toBegin = toBegin;
    }

    @Override
    public List<Rule> rules() {
      return rules;
    }

    @Override
    public List<Rule> rulesToBegin() {
      return toBegin;
    }

    @Override
    public Circumstances of(Plan plan, Instant now, boolean others) {
      return Circumstances.at(now)
          .with(new Circumstances.Traffic(Set.copyOf(atWork), new TreeMap<>()));
    }
  }

  private Admission admission(List<Rule> rules, List<Rule> toBegin) {
    return new Admission(new PolicyGate(List.of()), new Others(rules, toBegin), CLOCK);
  }

  @Test
  void shouldLetOnlyOneThroughWhenAllComeAtOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      atWork.clear();
      Admission admission = admission(List.of(new Alone()), List.of(new Alone()));
      List<Future<Verdict>> verdicts = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (int i = 0; i < 8; i++) {
          Plan plan = Changes.plan("n" + i, Changes.of("file", "{path: /etc/motd, content: hi}"));
          verdicts.add(threads.submit(() -> admission.admit(plan, () -> atWork.add(plan.node()))));
        }
      }
      int through = 0;
      for (Future<Verdict> verdict : verdicts) {
        through += verdict.get() instanceof Verdict.Approved ? 1 : 0;
      }
      assertEquals(1, through);
      assertEquals(1, atWork.size());
    }
  }

  @Test
  void shouldBeginNothingThatIsOnlyShown() {
    Plan plan = Changes.plan(Changes.of("file", "{path: /etc/motd, content: hi}"));
    Rule never = new Never();

    Admission admission = admission(List.of(), List.of(never));

    assertInstanceOf(Verdict.Approved.class, admission.judge(plan));
    assertInstanceOf(Verdict.Refused.class, admission.admit(plan, () -> atWork.add(plan.node())));
    assertEquals(Set.of(), atWork);
  }

  /** Lets nothing through. */
  private static final class Never implements Rule {
    @Override
    public String id() {
      return "never";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      return List.of(Finding.refusal(id(), "no", Finding.Ends.NEVER));
    }
  }
}
