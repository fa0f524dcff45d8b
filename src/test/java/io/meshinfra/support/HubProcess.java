package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A real hub in a process of its own, as {@code mesh serve} starts it; can be killed. */
public final class HubProcess implements AutoCloseable {
  private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
  private final Path home;
  private final Path log;
  private final Map<String, String> settings;
  private final Set<String> numbers = ConcurrentHashMap.newKeySet();
  private Process process;
  private int saidBefore;

  /**
   * @param settings as environment variables, e.g. {@code MESH_SOURCE_REMOTE}
   */
  public HubProcess(Path home, Map<String, String> settings) {
    this(home, home.resolve("hub.log"), settings);
  }

  /** Writes what it says to another place than its home. */
  public HubProcess(Path home, Path log, Map<String, String> settings) {
    this.home = home;
    this.log = log;
    this.settings = Map.copyOf(settings);
  }

  /** Whether the application was packaged. */
  public static boolean possible() {
    return Files.exists(APPLICATION);
  }

  public void start() {
    saidBefore = said().length();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  APPLICATION.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      builder.environment().putAll(settings);
      builder.environment().put("MESH_HOME", home.toString());
      process = builder.start();
      numbers.add(Long.toString(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has written so far, over all its starts. */
  public String said() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Whether that is the number of its process, or was before it was started anew. */
  public boolean isItself(String pid) {
    return numbers.contains(pid);
  }

  /** What it has written since it was started last. */
  public String saysNow() {
    String all = said();
    return all.substring(Math.min(saidBefore, all.length()));
  }

  /** Its REST door, once it is open. */
  public HubDoor door() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> LISTENING.matcher(saysNow()).find() || !isAlive());
    Matcher listening = LISTENING.matcher(saysNow());
    if (!listening.find()) {
      throw new IllegalStateException("the hub ended: " + saysNow());
    }
    return new HubDoor(URI.create(listening.group(1)), home.resolve("token"));
  }

  /** Waits for the end of a hub that cannot start; its exit code. */
  public int exitCode() {
    await();
    return process.exitValue();
  }

  /** Like a machine that is frozen: nothing runs, nothing is closed. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
