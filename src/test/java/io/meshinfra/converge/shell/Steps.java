package io.meshinfra.converge.shell;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.support.ThingType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps for tests. */
final class Steps {
  static final About ABOUT = about(new RunId("20260102t030405-test-1"));

  private Steps() {}

  static About about(RunId run) {
    return new About(run, Optional.of(new Revision("a".repeat(40))), "applied");
  }

  static Step step(int number, Action... actions) {
    ResourceChange change =
        new ResourceChange(
            ThingType.thing("a", "b"), new Change.Create(State.EMPTY), Origin.INTENTIONAL);
    return new Step(number, List.of(change), List.of(actions), Set.of(), Map.of(), "test");
  }

  static Step shell(int number, ShellScript script) {
    return step(number, Action.run(script));
  }

  static Action put(Path file, String content, String owner, String group, String mode) {
    return new Action.PutFile(
        file.toString(),
        Content.of(content),
        Optional.ofNullable(owner),
        Optional.ofNullable(group),
        Optional.ofNullable(mode),
        Optional.empty());
  }
}
