package io.meshinfra.converge.shell;

import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.ProbePrelude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scripts that the hub sends for a run: one that starts it and follows it, one that finds it
 * again and follows it.
 *
 * <p>A run is a folder on the node. Whoever makes the folder {@code claimed} in it runs the steps, so
 * they run once however often the start is sent. Events are lines of a file, which anybody can read
 * from the beginning.
 */
final class RunScripts {
  private static final byte[] LIB = resource("lib.sh");
  private static final byte[] RUNNER = resource("runner.sh");

  private RunScripts() {}

  /** Stores the run on the node, starts it detached, and prints its events as they come. */
  static ShellScript start(RunId run, List<Step> steps, Duration stepLimit) {
    List<ShellScript> parts = new ArrayList<>();
    parts.add(enter(run));
    parts.add(
        ShellScript.of(
            """
            if [ ! -e "$MESH_RUN/ready" ]; then
              rm -rf "$MESH_RUN.new"
              mkdir -p "$MESH_RUN.new" || mesh_stop 'make the folder of the run; is the disk full?'
              cd "$MESH_RUN.new" || exit 1
            """));
    parts.add(store("lib", lib()));
    parts.add(store("runner.sh", RUNNER));
    parts.add(store("plan", plan(steps, stepLimit).getBytes(StandardCharsets.UTF_8)));
    for (Step step : steps) {
      parts.add(
          store(
              "step." + step.number(),
              StepScript.of(step).text().getBytes(StandardCharsets.UTF_8)));
    }
    parts.add(
        ShellScript.of(
            """
              : >events && : >ready && sync -- . 2>/dev/null
              [ -e ready ] || mesh_stop 'store the run on the node; is the disk full?'
              cd / && mv "$MESH_RUN.new" "$MESH_RUN"
            fi
            if [ ! -e "$MESH_RUN/claimed" ]; then
              mesh_has flock || mesh_stop 'begin: flock is missing on the node; install util-linux'
              ls "$MESH_RUNS" | sort -r | { i=0; while read -r old; do i=$((i+1))
                [ $i -gt 20 ] && rm -rf "$MESH_RUNS/$old"; done; }
              if [ "$MESH_INIT" = systemd ] && systemd-run --quiet --collect --unit="mesh-$MESH_ID_OF_RUN" \\
                  -E "MESH_INIT=$MESH_INIT" -E "MESH_PM=$MESH_PM" -E HOME=/root \\
                  sh "$MESH_RUN/runner.sh" "$MESH_RUN" 2>/dev/null; then :
              elif mesh_has setsid; then
                setsid sh "$MESH_RUN/runner.sh" "$MESH_RUN" </dev/null >/dev/null 2>&1 &
              else
                nohup sh "$MESH_RUN/runner.sh" "$MESH_RUN" </dev/null >/dev/null 2>&1 &
              fi
            fi
            mesh_follow
            """));
    return ShellScript.lines(parts);
  }

  /** Prints the events of a run from the first on; {@code none} when the node never saw it. */
  static ShellScript follow(RunId run) {
    return ShellScript.lines(
        enter(run),
        ShellScript.of(
            """
            if [ -e "$MESH_RUN/claimed" ]; then mesh_follow; else echo none; fi
            """));
  }

  private static ShellScript enter(RunId run) {
    return ShellScript.lines(
        ProbePrelude.script(),
        ShellScript.of(
            "MESH_ID_OF_RUN={} MESH_RUNS={}/runs", run.value(), ProbePrelude.HOME),
        ShellScript.of(
            """
            MESH_RUN=$MESH_RUNS/$MESH_ID_OF_RUN
            export MESH_INIT MESH_PM
            mesh_store() { base64 -d >"$1" || mesh_stop 'store the run on the node; is the disk full?'; }
            mesh_stop() { printf 'cannot %s\\n' "$1"; rm -rf "$MESH_RUN.new"; exit 0; }
            mesh_alive() {
              boot=; read -r boot </proc/sys/kernel/random/boot_id 2>/dev/null
              read -r pid its_boot <"$MESH_RUN/runner" && [ "$its_boot" = "$boot" ] && kill -0 "$pid" 2>/dev/null
            }
            mesh_follow() {
              idle=0
              while [ ! -e "$MESH_RUN/events" ]; do sleep 0.05 || sleep 1; done
              exec 8<"$MESH_RUN/events"
              while :; do
                while IFS= read -r line <&8; do
                  printf '%s\\n' "$line"; idle=0
                  case $line in finished*) exit 0;; esac
                done
                idle=$((idle+1))
                if [ $idle -gt 40 ]; then
                  idle=1
                  printf 'waiting\\n'
                  mesh_alive || { IFS= read -r line <&8 || { echo lost; exit 0; }; printf '%s\\n' "$line"
                    case $line in finished*) exit 0;; esac; }
                fi
                sleep 0.05 2>/dev/null || sleep 1
              done
            }
            """));
  }

  private static ShellScript store(String name, byte[] content) {
    return ShellScript.withInput(
        ShellScript.of("mesh_store {}", name), content);
  }

  private static byte[] lib() {
    String functions = ProbePrelude.functions().text();
    return (functions + new String(LIB, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private static String plan(List<Step> steps, Duration limit) {
    return steps.stream()
        .map(step -> line(step, limit))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The dash stands for "needs nothing", so that every line has three words. */
  private static String line(Step step, Duration limit) {
    String needs = step.needs().stream().map(String::valueOf).collect(Collectors.joining(","));
    return step.number() + " " + (needs.isEmpty() ? "-" : needs) + " " + limit.toSeconds();
  }

  private static byte[] resource(String name) {
    try (InputStream in = RunScripts.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
