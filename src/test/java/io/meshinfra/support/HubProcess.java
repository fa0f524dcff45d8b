package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real hub in a process of its own, as {@code mesh serve} starts it; can be killed. */
public final class HubProcess implements AutoCloseable {
  private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
  private final Path home;
  private final Map<String, String> settings;
  private Process process;

  /**
   * @param settings as environment variables, e.g. {@code MESH_SOURCE_REMOTE}
   */
  public HubProcess(Path home, Map<String, String> settings) {
    this.home = home;
    this.settings = Map.copyOf(settings);
  }

  /** Whether the application was packaged. */
  public static boolean possible() {
    return Files.exists(APPLICATION);
  }

  public void start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  APPLICATION.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(settings);
      builder.environment().put("MESH_HOME", home.toString());
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has written so far, over all its starts. */
  public String said() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  private Path log() {
    return home.resolve("hub.log");
  }

  /** Like {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the hub does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (isAlive()) {
      process.destroy();
      await();
    }
  }
}
