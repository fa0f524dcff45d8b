package io.meshinfra.resource;

import io.meshinfra.model.Observation;

/** A type whose probe is a check run of a playbook from the hub, on an interval of its own. */
public interface ProbedByPlaybook<S> {
  PlaybookRun playbook(S spec);

  /** What a check run means: it would change nothing, would change something, or went wrong. */
  Observation observe(S spec, CheckResult result);

  /** Result of {@code --check --diff}. */
  sealed interface CheckResult {
    /**
     * @param tasks names of the tasks that would change something, with the diff they print
     */
    record Finished(java.util.List<String> tasks) implements CheckResult {
      public Finished {
        tasks = java.util.List.copyOf(tasks);
      }
    }

    /** It could not be told. */
    record NotTold(String reason) implements CheckResult {}
  }
}
