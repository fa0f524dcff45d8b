package io.meshinfra.support;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.converge.ansible.WorkTrees;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.Memory;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine as the hub has it, for the nodes of a lab, without a memory. */
public final class LabEngine {
  private LabEngine() {}

  /**
   * @param trees where playbooks run from
   */
  public static Engine of(Lab lab, WorkTrees trees) {
    return new Engine(
        new Engine.Settings(
            SshSettings.of(List.of(lab.key()), Optional.empty()),
            AnsibleSettings.of(Optional.of(lab.key())),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5)),
        trees,
        Memory.NONE,
        Progress.NONE,
        Clock.systemUTC());
  }

  public static Engine withoutPlaybooks(Lab lab) {
    return of(
        lab,
        revision -> {
          throw new IOException("no playbooks here");
        });
  }
}
