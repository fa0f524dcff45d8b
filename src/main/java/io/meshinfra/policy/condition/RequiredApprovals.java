package io.meshinfra.policy.condition;

import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Consent;
import io.meshinfra.policy.risk.Assessment;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.policy.risk.Risks;
import java.util.List;

/** From a class of risk on, people have to agree. */
public record RequiredApprovals(Risk risk, Consent consent) implements Condition {
  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  /** The risk is that of the whole plan: it is approved as a whole. */
  @Override
  public List<Hit> judge(Matter matter) {
    Plan plan = matter.plan();
    Assessment assessment = Risks.of(plan);
    return assessment.risk().isAtLeast(risk)
        ? List.of(Hit.asking("the risk is " + assessment, consent))
        : List.of();
  }
}
