package io.meshinfra.converge.shell;

import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.ProbePrelude;
import java.util.ArrayList;
import java.util.List;

/** The shell text of one step: notes due reactions, keeps what is replaced, then acts. */
final class StepScript {
  private StepScript() {}

  static ShellScript of(Step step) {
    List<ShellScript> parts = new ArrayList<>();
    parts.add(ShellScript.of(". \"$MESH_RUN/lib\"\nset -e"));
    step.makesDue()
        .forEach(
            (id, reaction) ->
                parts.add(
                    ShellScript.of(
                        "mesh_make_due {} {}", ProbePrelude.dueMarker(id), reaction.word())));
    step.actions().forEach(action -> parts.add(action(action)));
    return ShellScript.lines(parts);
  }

  private static ShellScript action(Action action) {
    return switch (action) {
      case Action.RunShell run -> runShell(run);
      case Action.PutFile put -> putFile(put);
      case Action.RunAnsible run ->
          throw new IllegalArgumentException("a playbook does not run on the node: " + run);
    };
  }

  private static ShellScript runShell(Action.RunShell run) {
    List<ShellScript> parts = new ArrayList<>();
    run.replaces().forEach(path -> parts.add(ShellScript.of("mesh_keep {}", path)));
    parts.add(run.script());
    return ShellScript.lines(parts);
  }

  private static ShellScript putFile(Action.PutFile put) {
    ShellScript command =
        ShellScript.of(
            "mesh_put {} {} {} {} {}",
            put.path(),
            put.owner().orElse(""),
            put.group().orElse(""),
            put.mode().orElse(""),
            put.validate().map(StepScript::withCandidate).orElse(""));
    return ShellScript.lines(
        ShellScript.of("mesh_keep {}", put.path()),
        ShellScript.withInput(command, put.content().bytes()));
  }

  /** The user's command with {@code %s} as the first argument of its shell, so that it is quoted. */
  private static String withCandidate(String validate) {
    return validate.replace("%s", "\"$1\"");
  }
}
