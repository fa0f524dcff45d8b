package io.meshinfra.support;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Looks for secrets where they must not be: as they are, as hexadecimal plain digests, and in
 * base64 at each of the three offsets that it can have in a longer text.
 */
public final class Traces {
  private final List<String> forms = new ArrayList<>();
  private final HubProcess hub;
  private final AtomicInteger samples = new AtomicInteger();
  private final Set<Trace> found = ConcurrentHashMap.newKeySet();
  private final Set<String> commands = ConcurrentHashMap.newKeySet();

  /**
   * @param hub whose own environment is known to hold a secret, since the test put it there
   */
  public Traces(List<String> secrets, HubProcess hub) {
    this.hub = hub;
    for (String secret : secrets) {
      forms.add(secret);
      forms.add(io.meshinfra.model.Content.of(secret).sha256());
      for (int offset = 0; offset < 3; offset++) {
        forms.add(base64(secret, offset));
      }
    }
  }

  /** The characters that stand for the secret alone, whatever is around it. */
  private static String base64(String secret, int offset) {
    String whole =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(("x".repeat(offset) + secret).getBytes(StandardCharsets.UTF_8));
    int first = offset == 0 ? 0 : offset + 1;
    int last = whole.length() - 2;
    return whole.substring(first, last);
  }

  public List<String> forms() {
    return List.copyOf(forms);
  }

  public void assertNoneIn(String where, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String form : forms) {
      assertFalse(text.contains(form), () -> form + " is in " + where);
    }
  }

  /** In no file of a folder, as it lies there. */
  public void assertNoneBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertNoneIn(file.toString(), Files.readAllBytes(file));
      }
    }
  }

  /** Samples of all processes of this machine, those in nodes of a lab included. */
  public Watching watchProcesses() {
    AtomicBoolean on = new AtomicBoolean(true);
    Thread watcher =
        Thread.ofPlatform()
            .start(() -> {
              while (on.get()) {
                sample();
              }
            });
    return () -> {
      on.set(false);
      try {
        watcher.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Ends with the block. */
  public interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  private void sample() {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.filter(Traces::isProcess).toList()) {
        look(entry, "cmdline");
        look(entry, "environ");
      }
      samples.incrementAndGet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isProcess(Path entry) {
    return entry.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  /** The parent is asked for first: a process that ends meanwhile is not seen without it. */
  private void look(Path process, String what) {
    String parent = parent(process);
    String text;
    try {
      text = new String(Files.readAllBytes(process.resolve(what)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return; // it has ended meanwhile
    }
    if (what.equals("cmdline")) {
      commands.add(text.replace('\0', ' '));
    }
    for (String form : forms) {
      if (text.contains(form)) {
        found.add(new Trace(form, process.getFileName().toString(), parent, what));
      }
    }
  }

  /** A secret that was seen, in {@code /proc/PROCESS/WHAT}. */
  public record Trace(String form, String process, String parent, String what) {}

  public int samples() {
    return samples.get();
  }

  /**
   * What was seen, without the environment that the test gave to the hub, and that the hub's own
   * children have: JGit asks a shell for the umask. The number of the hub is known only after it
   * was seen first, so it is left out here.
   */
  public List<Trace> inProcesses() {
    return found.stream().filter(trace -> !isOfHub(trace)).toList();
  }

  private boolean isOfHub(Trace trace) {
    return trace.what().equals("environ")
        && (hub.isItself(trace.process()) || hub.isItself(trace.parent()));
  }

  /** The fourth word of {@code stat}, after the name in brackets; see proc(5). */
  private static String parent(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1];
    } catch (IOException e) {
      return "gone";
    }
  }

  /** Whether a command line with these words was ever seen: that the samples were close enough. */
  public boolean sawProcessOf(String words) {
    return commands.stream().anyMatch(command -> command.contains(words));
  }
}
