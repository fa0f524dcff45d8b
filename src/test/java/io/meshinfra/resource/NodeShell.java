package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.drift.DriftDetector;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A real shell on this machine that stands for a node: runs probes and actions as they are. */
public final class NodeShell {
  /** How a script ended, and all that it printed. */
  public record Ran(int exitCode, String output) {}

  private final String name;
  private final List<String> command;
  private final Path home;

  private NodeShell(String name, List<String> command, Path home) {
    this.name = name;
    this.command = command;
    this.home = home;
  }

  /** The names of the shells to try; {@code busybox} also brings its own tools. */
  public static final List<String> NAMES = List.of("dash", "bash", "busybox");

  private static final List<String> BUSYBOX_TOOLS =
      List.of(
          "awk",
          "base64",
          "cat",
          "chgrp",
          "chmod",
          "chown",
          "cp",
          "env",
          "find",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "printf",
          "readlink",
          "rm",
          "rmdir",
          "sha256sum",
          "stat",
          "sync",
          "tail",
          "timeout",
          "tr",
          "uname");

  /** The shell, or empty when it is not installed here. The folder is where its scripts run. */
  public static Optional<NodeShell> find(String name, Path home) throws Exception {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        boolean box = name.equals("busybox");
        return Optional.of(
            new NodeShell(
                name,
                box ? List.of(program.toString(), "sh") : List.of(program.toString()),
                Files.createDirectories(home)));
      }
    }
    return Optional.empty();
  }

  /** Runs a whole script; its own folder must stay empty whatever names it handles. */
  public Ran run(String script) throws Exception {
    Path scripts = Files.createDirectories(home.resolveSibling(home.getFileName() + ".scripts"));
    Path file = Files.writeString(scripts.resolve("script"), script);
    Path output = scripts.resolve("output");
    List<String> words = new ArrayList<>(command);
    words.add(file.toString());
    Process process =
        new ProcessBuilder(words)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(name + " did not end: " + Files.readString(output));
    }
    try (var left = Files.list(home)) {
      assertEquals(List.of(), left.toList(), "something was executed");
    }
    return new Ran(process.exitValue(), text(output));
  }

  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  /** What the node prints for a probe; its errors are dropped. */
  public ProbeOutput probe(ShellScript script) throws Exception {
    String text = run(prelude() + "{\n" + script.text() + "\n:\n} 2>/dev/null\n").output();
    return new ProbeOutput(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
  }

  /**
   * Carries out actions in order, shell text that follows shell text in one script; files are put
   * by Java. Stops at the first that fails. Not by {@code ||}, which would turn {@code set -e} off.
   */
  public Ran apply(List<Action> actions) throws Exception {
    StringBuilder script = new StringBuilder();
    for (Action action : actions) {
      switch (action) {
        case Action.RunShell shell ->
            script
                .append("(\nset -e\n")
                .append(shell.script().text())
                .append("\n)\ncode=$?\nif [ \"$code\" -ne 0 ]; then exit \"$code\"; fi\n");
        case Action.PutFile put -> {
          Ran before = flush(script);
          if (before.exitCode() != 0) {
            return before;
          }
          put(put);
        }
        case Action.PutSecret put -> throw new IllegalStateException("not without its secret");
        case Action.RunAnsible ansible -> throw new IllegalStateException("not by a shell");
      }
    }
    return flush(script);
  }

  private Ran flush(StringBuilder script) throws Exception {
    if (script.isEmpty()) {
      return new Ran(0, "");
    }
    String text = prelude() + script;
    script.setLength(0);
    return run(text);
  }

  private static void put(Action.PutFile put) throws Exception {
    Path path = Path.of(put.path());
    Files.deleteIfExists(path);
    Files.write(path, put.content().bytes());
    String octal = put.mode().orElse("0644");
    StringBuilder mode = new StringBuilder();
    for (char digit : octal.substring(1).toCharArray()) {
      int bits = digit - '0';
      mode.append((bits & 4) > 0 ? 'r' : '-');
      mode.append((bits & 2) > 0 ? 'w' : '-');
      mode.append((bits & 1) > 0 ? 'x' : '-');
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode.toString()));
  }

  public <S> Observation observe(ResourceType<S> type, S spec) throws Exception {
    return type.observe(List.of(spec), probe(type.probe(List.of(spec)))).getFirst();
  }

  public <S> Optional<Change> change(ResourceType<S> type, S spec) throws Exception {
    return DriftDetector.change(type.expected(spec), observe(type, spec));
  }

  /** The word of the change that is needed, {@code none} when all is well. */
  public <S> String word(ResourceType<S> type, S spec) throws Exception {
    return words(type, List.of(spec)).getFirst();
  }

  /** The same for many resources of a kind, from one probe. */
  public <S> List<String> words(ResourceType<S> type, List<S> specs) throws Exception {
    return changes(type, specs).stream()
        .map(change -> change.map(NodeShell::word).orElse("none"))
        .toList();
  }

  private <S> List<Optional<Change>> changes(ResourceType<S> type, List<S> specs) throws Exception {
    List<Observation> seen = type.observe(specs, probe(type.probe(specs)));
    return IntStream.range(0, specs.size())
        .mapToObj(i -> DriftDetector.change(type.expected(specs.get(i)), seen.get(i)))
        .toList();
  }

  private static String word(Change change) {
    return switch (change) {
      case Change.Update update -> "update " + update.differences().keySet();
      case Change.Unverifiable unverifiable -> "unverifiable " + unverifiable.reason();
      case Change.Create create -> create.word();
      case Change.Delete delete -> delete.word();
    };
  }

  /** Brings the needed change about, without asking whether it helped. */
  public <S> Ran tryConverge(ResourceType<S> type, S spec) throws Exception {
    Change change = change(type, spec).orElseThrow();
    return apply(type.converge(spec, change, facts()));
  }

  public <S> void converge(ResourceType<S> type, S spec) throws Exception {
    converge(type, List.of(spec));
  }

  /** Brings the needed changes about twice, as after a lost link; nothing may be left to change. */
  public <S> void converge(ResourceType<S> type, List<S> specs) throws Exception {
    List<Optional<Change>> changes = changes(type, specs);
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      List<Action> one = type.converge(specs.get(i), changes.get(i).orElseThrow(), facts());
      actions.addAll(one);
      actions.addAll(one);
    }
    Ran ran = apply(actions);
    assertEquals(0, ran.exitCode(), ran.output());
    assertEquals(Set.of("none"), Set.copyOf(words(type, specs)));
  }

  private static Facts facts() {
    return new Facts(
        "Linux",
        "debian",
        "",
        "",
        "",
        "",
        Facts.Init.NONE,
        Facts.PackageManager.NONE,
        "",
        0,
        List.of(),
        "");
  }

  /** With busybox its own tools come first; git, runuser and the like stay those of the machine. */
  private String prelude() throws IOException {
    String prelude = ProbePrelude.script().text();
    if (!name.equals("busybox")) {
      return prelude;
    }
    Path tools = home.resolveSibling("busybox-tools");
    if (!Files.exists(tools)) {
      Files.createDirectories(tools);
      Files.copy(Path.of(command.getFirst()), tools.resolve(name));
      for (String tool : BUSYBOX_TOOLS) {
        Files.createSymbolicLink(tools.resolve(tool), Path.of(name));
      }
    }
    return prelude + "PATH=" + tools + ":$PATH\n";
  }

  @Override
  public String toString() {
    return name;
  }
}
