package io.meshinfra.converge.ansible;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.resource.PlaybookRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Calls {@code ansible-playbook} for one node, over the first access path that leads to it. */
final class PlaybookRunner {
  private static final long LARGEST_OUTPUT = 32L * 1024 * 1024;
  private static final Duration END_OF_CONNECTION = Duration.ofSeconds(3);
  private static final int LONGEST_REASON = 600;

  /** How the Java platform tells ENOENT, in old and new words. */
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AnsibleSettings settings;
  private final WorkTrees trees;
  private final Function<Target, Optional<AccessPath>> lastUsed;
  private final Progress progress;
  private final Semaphore places;

  PlaybookRunner(
      AnsibleSettings settings,
      WorkTrees trees,
      Function<Target, Optional<AccessPath>> lastUsed,
      Progress progress) {
    this.settings = settings;
    this.trees = trees;
    this.lastUsed = lastUsed;
    this.progress = progress;
    this.places = new Semaphore(settings.parallel(), true);
  }

  PlaybookEnd run(Target target, Revision revision, PlaybookRun playbook, boolean check) {
    try {
      CheckedRun run = CheckedRun.of(trees.at(revision), trees.folder(), playbook);
      places.acquire();
      try {
        return overAnyPath(target, run, check);
      } finally {
        places.release();
      }
    } catch (UnusablePlaybook e) {
      return new PlaybookEnd.NotRun(e.getMessage());
    } catch (IOException e) {
      return new PlaybookEnd.NotRun(
          "the files for ansible-playbook cannot be written on the hub: "
              + Shown.line(e.toString(), LONGEST_REASON));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PlaybookEnd.NotRun("the hub stops");
    }
  }

  private PlaybookEnd overAnyPath(Target target, CheckedRun run, boolean check)
      throws IOException, UnusablePlaybook {
    LinkedHashSet<AccessPath> paths = new LinkedHashSet<>();
    lastUsed.apply(target).filter(target.access()::contains).ifPresent(paths::add);
    paths.addAll(target.access());
    List<String> reasons = new ArrayList<>();
    for (AccessPath path : paths) {
      PlaybookEnd end = over(Connection.of(target, path), run, check);
      if (!(end instanceof PlaybookEnd.Unreachable away)) {
        return end;
      }
      reasons.add(path + ": " + away.reason());
    }
    return new PlaybookEnd.Unreachable(String.join("; ", reasons));
  }

  private PlaybookEnd over(Connection connection, CheckedRun run, boolean check)
      throws IOException, UnusablePlaybook {
    String mark = "@mesh-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Target target = connection.target();
    Recap recap = new Recap(line -> progress.told(target.node(), line));
    try (CallFolder folder = CallFolder.make(connection, run, settings.identity())) {
      AnsibleCommand call = AnsibleCommand.of(settings, target, run, folder, mark, check);
      ProcessEnd end =
          new BoundedProcess(
                  call.words(),
                  run.tree(),
                  call.environment(),
                  settings.timeLimit(),
                  LARGEST_OUTPUT)
              .run(line -> PlaybookEvent.read(line, mark, JSON).ifPresent(recap::add));
      endConnection(connection, folder, call.environment());
      return meaning(end, recap, run);
    }
  }

  /** OpenSSH keeps the connection in a process of its own, which outlives the playbook. */
  private static void endConnection(
      Connection connection, CallFolder folder, Map<String, String> environment) {
    if (!connection.isLocal()) {
      List<String> words =
          List.of("ssh", "-F", folder.sshConfig().toString(), "-O", "exit", "mesh-node");
      Path root = folder.root();
      new BoundedProcess(words, root, environment, END_OF_CONNECTION, 4096).run(line -> {});
    }
  }

  private PlaybookEnd meaning(ProcessEnd end, Recap recap, CheckedRun run) {
    return switch (end) {
      case ProcessEnd.NotStarted none ->
          new PlaybookEnd.NotRun(
              NO_SUCH_FILE.matcher(none.reason()).find()
                  ? settings.command()
                      + " is not installed on the hub: apt-get install ansible-core"
                  : Shown.line(none.reason(), LONGEST_REASON));
      case ProcessEnd.Ended ended ->
          new PlaybookEnd.Failed(-1, "ansible-playbook was ended: " + ended.reason(), recap);
      case ProcessEnd.Exited exited -> meaning(exited, recap, run);
    };
  }

  /** Exit code 4 is an unreachable node, and also a playbook that cannot be parsed. */
  private static PlaybookEnd meaning(ProcessEnd.Exited exited, Recap recap, CheckedRun run) {
    Optional<String> unreachable = recap.unreachable();
    if (exited.code() == 0) {
      return recap
          .nothingToDo(run.tags())
          .<PlaybookEnd>map(
              reason -> new PlaybookEnd.Failed(0, "the playbook does nothing: " + reason, recap))
          .orElseGet(() -> new PlaybookEnd.Finished(recap));
    }
    if (unreachable.isPresent() && recap.isUntouched()) {
      return new PlaybookEnd.Unreachable(unreachable.get());
    }
    String reason =
        recap
            .failure()
            .or(() -> unreachable.map(away -> "the node went away: " + away))
            .orElseGet(() -> lastError(exited));
    return new PlaybookEnd.Failed(exited.code(), reason, recap);
  }

  /** Ansible's own complaint, which begins with {@code ERROR!} or {@code [ERROR]:}. */
  private static String lastError(ProcessEnd.Exited exited) {
    String errors = exited.errors().strip();
    int from = Math.max(errors.lastIndexOf("ERROR! "), errors.lastIndexOf("[ERROR]: "));
    String told = from < 0 ? errors : errors.substring(errors.indexOf(' ', from) + 1);
    return told.isEmpty()
        ? "ansible-playbook ended with exit code " + exited.code()
        : Shown.line(told, LONGEST_REASON);
  }
}
