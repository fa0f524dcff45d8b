package io.meshinfra.resource;

import io.meshinfra.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a change touches on its node.
 *
 * @param paths absolute paths that are made, changed or removed, sorted; one that ends in a slash
 *     stands for everything below it
 * @param commands shell text that runs, now or later, as somebody would type it
 * @param writes what gets into which file
 */
public record Touched(List<String> paths, List<String> commands, List<Write> writes) {
  public static final Touched NOTHING = new Touched(List.of(), List.of(), List.of());

  /**
   * A file that gets a content.
   *
   * @param content empty when it cannot be told beforehand, as behind a link
   * @param secret whether the content must never be shown
   */
  public record Write(String path, Optional<Content> content, boolean secret) {}

  public Touched {
    paths = List.copyOf(new TreeSet<>(paths));
    commands = List.copyOf(commands);
    writes = List.copyOf(writes);
  }

  public static Touched paths(String... paths) {
    return new Touched(List.of(paths), List.of(), List.of());
  }

  public static Touched command(String command) {
    return NOTHING.andCommand(command);
  }

  public static Touched command(Optional<String> command) {
    return NOTHING.andCommand(command);
  }

  /** Everything below the folder, and the folder. */
  public Touched andTree(String folder) {
    return and(paths(folder + "/"));
  }

  public Touched andCommand(String command) {
    return and(new Touched(List.of(), List.of(command), List.of()));
  }

  public Touched andCommand(Optional<String> command) {
    return command.map(this::andCommand).orElse(this);
  }

  public Touched andWrite(String path, Content content, boolean secret) {
    Write write = new Write(path, Optional.of(content), secret);
    return and(new Touched(List.of(path), List.of(), List.of(write)));
  }

  /** The path gets something whose content cannot be told beforehand. */
  public Touched andUntoldWrite(String path) {
    Write write = new Write(path, Optional.empty(), false);
    return and(new Touched(List.of(path), List.of(), List.of(write)));
  }

  /** The path gets a text with secrets, which nobody may look into beforehand. */
  public Touched andSecretWrite(String path) {
    Write write = new Write(path, Optional.empty(), true);
    return and(new Touched(List.of(path), List.of(), List.of(write)));
  }

  private Touched and(Touched other) {
    return new Touched(
        joined(paths, other.paths), joined(commands, other.commands), joined(writes, other.writes));
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
