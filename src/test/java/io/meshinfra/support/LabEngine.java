package io.meshinfra.support;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.transport.ssh.SshSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine without a hub and without a memory, over the nodes of a lab. */
public final class LabEngine implements AutoCloseable {
  private final Engine engine;

  public LabEngine(Lab lab, Path files) {
    this(lab, files, Memory.NONE, Duration.ofSeconds(60));
  }

  /**
   * @param guardTime within which it has to be back after guarded steps
   */
  public LabEngine(Lab lab, Path files, Memory memory, Duration guardTime) {
    engine =
        new Engine(
            new Engine.Settings(
                SshSettings.of(List.of(lab.key()), Optional.empty()),
                AnsibleSettings.of(Optional.of(lab.key())),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                guardTime,
                Keeping.USUAL),
            revision -> files,
            memory,
            Progress.NONE,
            Clock.systemUTC());
  }

  /** The fleet of a tree that must be valid. */
  public static Fleet fleet(FileTree tree) {
    return switch (new Catalogs(ResourceTypes.installed()).load(tree, "")) {
      case Loading.Loaded(Fleet fleet) -> fleet;
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }

  public Engine engine() {
    return engine;
  }

  public Pass preview(FleetNode node) {
    return engine.reconciliation().preview(work(node), new PassListener.Silent());
  }

  public Pass reconcile(FleetNode node) {
    return engine.reconciliation().reconcile(work(node), new PassListener.Silent());
  }

  /** The same, and somebody hears how it goes on. */
  public Pass reconcile(FleetNode node, PassListener listener) {
    return engine.reconciliation().reconcile(work(node), listener);
  }

  private static Work work(FleetNode node) {
    return new Work(node.target(), node.catalog(), "test", true);
  }

  @Override
  public void close() {
    engine.close();
  }
}
