package io.meshinfra.support;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbePrelude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs probe and action scripts with the real {@code sh} of this machine; commands that would
 * change the machine are replaced by small scripts of the test, which stand first in the path.
 */
public final class StubbedShell {
  private final Path stubs;

  public StubbedShell(Path folder) {
    this.stubs = folder.resolve("stubs");
    try {
      Files.createDirectories(stubs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a script ended. */
  public record Ran(int exitCode, String output, String errors) {
    public List<String> lines() {
      return output.lines().toList();
    }
  }

  /** What mesh-infra keeps on a node is kept here. */
  public Path home() {
    return stubs.resolveSibling("mesh-home");
  }

  /** Puts a command in place of the real one. */
  public StubbedShell stub(String command, String body) {
    try {
      Path file = Files.writeString(stubs.resolve(command), "#!/bin/sh\n" + body + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a probe runs: no errors shown, none ends it. */
  public Ran probe(ShellScript script) {
    return run("", script);
  }

  /** As a step runs: its first failing command ends it. */
  public Ran act(ShellScript script) {
    return run("set -e\n", script);
  }

  private Ran run(String settings, ShellScript script) {
    String text =
        ProbePrelude.script().text().replace(ProbePrelude.HOME, home().toString())
            + ShellScript.of("PATH={}:$PATH\n", stubs).text()
            + settings
            + script.text();
    try {
      Path file = Files.writeString(stubs.resolveSibling("script"), text);
      Path out = stubs.resolveSibling("out");
      Path errors = stubs.resolveSibling("errors");
      Process process =
          new ProcessBuilder("sh", file.toString())
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the script does not end");
      }
      return new Ran(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(errors, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
