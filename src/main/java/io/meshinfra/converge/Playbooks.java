package io.meshinfra.converge;

import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.resource.PlaybookRun;

/** Runs playbooks of the repository against a node. */
public interface Playbooks {
  /** Runs it for real; its end is told like that of any other step. */
  StepResult run(Target target, Revision revision, int step, PlaybookRun playbook);
}
