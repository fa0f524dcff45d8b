package io.meshinfra.cli;

import io.meshinfra.cli.text.Paint;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command was started in: its streams, its terminal, its environment.
 *
 * @param out results
 * @param err progress and errors
 * @param environment variables as of the process
 */
public record Shell(
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    Screen screen,
    Map<String, String> environment,
    Clock clock) {
  private static final int NARROWEST = 40;

  /**
   * Which streams are a terminal, and how wide it is.
   *
   * @param columns of the terminal; without one, 0 for no limit
   */
  public record Screen(boolean in, boolean out, boolean err, int columns) {
    public static final Screen NONE = new Screen(false, false, false, 0);

    /** As the launcher saw it: the JVM cannot tell without loading native code. */
    static Screen told() {
      String terminals = System.getProperty("mesh.terminals", "");
      int columns = Integer.getInteger("mesh.columns", 0);
      return new Screen(
          terminals.contains("in"),
          terminals.contains("out"),
          terminals.contains("err"),
          columns == 0 ? 0 : Math.max(NARROWEST, columns));
    }
  }

  public Shell {
    environment = Map.copyOf(environment);
  }

  /** That of this process. Always UTF-8, whatever the locale: files in git are too. */
  static Shell ofProcess() {
    return new Shell(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Screen.told(),
        System.getenv(),
        Clock.systemUTC());
  }

  private static PrintWriter writer(FileDescriptor stream) {
    OutputStream bytes = new FileOutputStream(stream);
    return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
  }

  /** An environment variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  public Path home() {
    return Path.of(variable("HOME").orElse(System.getProperty("user.home")));
  }

  /** Whether help and errors are coloured; commands with results have {@code --color}. */
  boolean isColourful() {
    return screen.out() && variable("NO_COLOR").isEmpty();
  }

  /** Prints a result at once. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /** Tells how things go on; never part of the result. */
  public synchronized void progress(String line) {
    err.println(line);
    err.flush();
  }

  /** Whether nobody reads the results any more, as after {@code | head -1}. */
  public boolean isDeaf() {
    return out.checkError();
  }

  /** One line typed by a person; empty at the end of the input. */
  public Optional<String> ask(String question) {
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Paint for the results. */
  public Paint paint(Paint.When when) {
    return Paint.of(
        switch (when) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> isColourful();
        });
  }
}
