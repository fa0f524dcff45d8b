package io.meshinfra.converge.shell;

import io.meshinfra.model.Printable;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.ProbePrelude;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The scripts that the hub sends for a run: one that starts it and follows it, one that finds it
 * again and follows it.
 *
 * <p>A run is a folder on the node. Whoever makes the folder {@code claimed} in it runs the steps,
 * so they run once however often the start is sent. The starter leaves the process tree of the
 * connection, which gets a SIGHUP when the hub hangs up; ignoring the signal would not do, since
 * the daemons that steps start would inherit that. Events are lines of a file, which anybody can
 * read from the beginning.
 */
final class RunScripts {
  private static final String SESSION = RunParts.SESSION;
  private static final String GUARD = RunParts.resource("guard.sh");
  private static final String RESTORE = RunParts.resource("restore.sh");

  private RunScripts() {}

  /** Stores the run on the node, starts it detached, and prints its events as they come. */
  static ShellScript start(
      RunId run, String about, List<Step> steps, Optional<GuardFiles> guard, Duration stepLimit) {
    List<ShellScript> parts = new ArrayList<>();
    parts.add(enter(run));
    parts.add(ShellScript.of("if mesh_unknown; then"));
    RunParts.FILES.forEach((name, text) -> parts.add(store(name, text)));
    parts.add(store("about", about));
    parts.add(store("titles", titles(steps)));
    parts.add(store("plan", plan(steps, stepLimit)));
    guard.ifPresent(files -> parts.addAll(guard(files)));
    steps.forEach(step -> parts.add(store("step." + step.number(), StepScript.of(step).text())));
    parts.add(ShellScript.of("mesh_stored\nfi\nmesh_launch\nmesh_follow"));
    return ShellScript.lines(parts);
  }

  private static List<ShellScript> guard(GuardFiles files) {
    return List.of(
        store("guard.sh", GUARD),
        store("restore", RESTORE),
        store("guard.what", files.what()),
        store("guard.ways", lines(files.ways())),
        store("guard.time", files.time().toSeconds() + "\n"));
  }

  private static String lines(List<String> texts) {
    return texts.stream().map(text -> text + "\n").collect(Collectors.joining());
  }

  /** Prints how the guard of a run stands. */
  static ShellScript guardState(RunId run) {
    return enter(run).then(ShellScript.of("mesh_guard state"));
  }

  /** Tells the guard of a run that all is well, and prints how it stands then. */
  static ShellScript guardDisarm(RunId run) {
    return enter(run).then(ShellScript.of("mesh_guard disarm"));
  }

  /**
   * Prints the events of a run from the first on. A run that never began is claimed here, so that a
   * start that is still on its way cannot begin it behind the hub's back; then it prints {@code
   * none}.
   */
  static ShellScript follow(RunId run) {
    return enter(run)
        .then(ShellScript.of("mesh_folder_of \"$MESH_RUN\"\nmesh_claim || mesh_follow"));
  }

  private static ShellScript enter(RunId run) {
    return ShellScript.lines(
        ProbePrelude.script(),
        ShellScript.of("MESH_ID_OF_RUN={} MESH_RUNS={}/runs", run.value(), ProbePrelude.HOME),
        ShellScript.of("eval {}", SESSION));
  }

  private static ShellScript store(String name, String content) {
    return ShellScript.withInput(
        ShellScript.of("mesh_store {}", name), content.getBytes(StandardCharsets.UTF_8));
  }

  private static String plan(List<Step> steps, Duration limit) {
    return steps.stream()
        .map(step -> line(step, limit))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String titles(List<Step> steps) {
    return steps.stream()
        .map(step -> step.number() + " " + Printable.line(step.title()) + "\n")
        .collect(Collectors.joining());
  }

  /** The dash stands for "needs nothing", so that every line has three words. */
  private static String line(Step step, Duration limit) {
    String needs = step.needs().stream().map(String::valueOf).collect(Collectors.joining(","));
    return step.number() + " " + (needs.isEmpty() ? "-" : needs) + " " + limit.toSeconds();
  }
}
