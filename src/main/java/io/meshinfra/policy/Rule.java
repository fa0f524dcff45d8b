package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Instant;
import java.util.List;

/** One rule over plans. An exception in a rule refuses the plan. */
public interface Rule {
  /** Stable name for reports. */
  String id();

  List<Finding> judge(Plan plan, Instant now);

  /** What a rule has to say. */
  record Finding(String rule, Severity severity, String reason) {}

  /** What a finding does to the plan. */
  enum Severity {
    WARN,
    ASK,
    REFUSE
  }
}
