package io.meshinfra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * What came of one command line, run in this process.
 *
 * @param out results
 * @param err progress and errors
 */
public record CommandRun(int code, String out, String err) {
  public static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  /** Where and how commands are run. */
  public static final class Setting {
    private final Map<String, String> environment = new HashMap<>();
    private Shell.Screen screen = Shell.Screen.NONE;
    private String typed = "";
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    public Setting with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** On a terminal of that width, where a person types this. */
    public Setting onTerminal(int columns, String input) {
      screen = new Shell.Screen(true, true, true, columns);
      typed = input;
      return this;
    }

    public Setting inRealTime() {
      clock = Clock.systemUTC();
      return this;
    }

    public CommandRun run(String... arguments) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Shell shell = shell(out, err);
      int code = Mesh.commandLine(shell, arguments).execute(arguments);
      return new CommandRun(code, out.toString(), err.toString());
    }

    /** For looking at commands without running one. */
    Shell shell() {
      return shell(new StringWriter(), new StringWriter());
    }

    private Shell shell(StringWriter out, StringWriter err) {
      environment.putIfAbsent("HOME", "/nonexistent");
      return new Shell(
          new BufferedReader(new StringReader(typed)),
          new PrintWriter(out),
          new PrintWriter(err),
          screen,
          environment,
          clock);
    }
  }

  public static Setting here() {
    return new Setting();
  }

  public static CommandRun of(String... arguments) {
    return here().run(arguments);
  }

  /** Compares the result with the file of that name; -Dgolden=overwrite writes it anew. */
  public void assertOutIs(String golden) {
    assertGolden(golden, out);
  }

  public static void assertGolden(String golden, String actual) {
    Path file = Path.of("src/test/resources/cli", golden);
    try {
      if ("overwrite".equals(System.getProperty("golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertEquals(Files.readString(file, StandardCharsets.UTF_8), actual, golden);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
