package io.meshinfra.converge.shell;

import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Former;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shell text of one step: notes due reactions, keeps what is replaced, then acts. A playbook
 * runs from the hub, so of a step with one only the notes of due reactions are made on the node.
 */
public final class StepScript {
  private StepScript() {}

  static ShellScript of(Step step) {
    return of(step.makesDue(), step.actions());
  }

  /**
   * For a folder of a run that has {@link RunParts#FILES}.
   *
   * @param makesDue reactions of other resources
   */
  public static ShellScript of(Map<ResourceId, Reactive.Reaction> makesDue, List<Action> actions) {
    List<ShellScript> parts = new ArrayList<>();
    parts.add(ShellScript.of(". \"$MESH_RUN/lib\"\nset -e"));
    makesDue.forEach((id, reaction) ->
        parts.add(
            ShellScript.of("mesh_make_due {} {}", ProbePrelude.dueMarker(id), reaction.word())));
    if (actions.stream().noneMatch(Action.RunAnsible.class::isInstance)) {
      actions.forEach(action -> parts.add(action(action)));
    }
    return ShellScript.lines(parts);
  }

  private static ShellScript action(Action action) {
    return switch (action) {
      case Action.RunShell run -> runShell(run);
      case Action.PutFile put -> putFile(put, "");
      case Action.PutSecret put -> putFile(put.file(), "quiet");
      case Action.RunAnsible run -> ShellScript.EMPTY;
    };
  }

  /** A script that changes one file gets no more rights than are needed in the folder of it. */
  private static ShellScript runShell(Action.RunShell run) {
    List<ShellScript> parts = new ArrayList<>();
    run.former().ifPresent(former -> parts.add(keep(former)));
    run.replaces().forEach(path -> parts.add(ShellScript.of("mesh_keep {}", path)));
    parts.add(
        run.replaces().size() == 1
            ? ShellScript.of("mesh_change {} {}", run.replaces().getFirst(), run.script())
            : run.script());
    return ShellScript.lines(parts);
  }

  private static ShellScript keep(Former former) {
    return switch (former) {
      case Former.Service service ->
          ShellScript.of(
              "mesh_keep_service {} {} {}",
              service.user().orElse(""),
              service.reaction().map(Reactive.Reaction::word).orElse(""),
              service.unit());
      case Former.Packages packages -> ShellScript.of("mesh_keep_packages {*}", packages.names());
      case Former.InHome home ->
          ShellScript.of("mesh_keep_in_home {} {*}", home.user(), home.paths());
    };
  }

  /**
   * @param quiet whether what the validation prints is thrown away; empty when it is not
   */
  private static ShellScript putFile(Action.PutFile put, String quiet) {
    ShellScript command =
        ShellScript.of(
            "mesh_put {} {} {} {} {} {}",
            put.path(),
            put.owner().orElse(""),
            put.group().orElse(""),
            put.mode().orElse(""),
            Validation.withArgument(put.validate()).orElse(""),
            quiet);
    return ShellScript.lines(
        ShellScript.of("mesh_keep {}", put.path()),
        ShellScript.withInput(command, put.content().bytes()));
  }
}
