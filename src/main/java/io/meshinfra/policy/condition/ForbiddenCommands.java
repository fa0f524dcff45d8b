package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.command.Commands;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.sudoers.SudoersCommands;
import io.meshinfra.resource.Touched;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * No change runs such a command, has cron run it, or lets anybody run it by sudo. The command is
 * not shown: it may hold what nobody should read.
 */
public record ForbiddenCommands(List<CommandPattern> patterns) implements Condition {
  public ForbiddenCommands {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter.changes().stream().flatMap(this::hits).toList();
  }

  private Stream<Hit> hits(ResourceChange change) {
    Optional<Touched> touched = Touches.of(change);
    if (touched.isEmpty()) {
      return Stream.of(
          Hit.of(
              change,
              "which commands it runs cannot be told, and some are forbidden; if"
                  + " that is meant, put its kind into notKinds of the scope"));
    }
    List<Set<String>> run = touched.get().commands().stream().map(Commands::of).toList();
    List<Language> allowed =
        touched.get().writes().stream().flatMap(ForbiddenCommands::sudo).toList();
    return patterns.stream()
        .flatMap(pattern ->
            Stream.concat(
                    run.stream()
                        .filter(lines -> lines.stream().anyMatch(pattern.lines()::contains))
                        .limit(1)
                        .map(lines -> "runs"),
                    allowed.stream()
                        .filter(pattern.lines()::meets)
                        .limit(1)
                        .map(lines -> "lets somebody run by sudo"))
                .map(how ->
                    Hit.of(
                        change,
                        "%s a command that is forbidden by %s"
                            .formatted(how, Printable.quote(pattern.text())))));
  }

  private static Stream<Language> sudo(Touched.Write write) {
    return SudoersRights.isSudoers(write.path())
        ? write.content().flatMap(Content::text).stream()
            .flatMap(text -> SudoersCommands.of(text).stream())
        : Stream.empty();
  }
}
