package io.meshinfra.secret.program;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One program, called with a list of arguments and no shell, without a terminal to ask on. No
 * secret is ever among its arguments. Its process tree is gone when the call returns.
 *
 * @param timeLimit after which it is ended: an agent that asks for a passphrase would wait for ever
 */
public record Program(String command, Duration timeLimit) {
  /** Bytes of a secret; as for a file. */
  private static final int LARGEST = 64 * 1024;

  private static final int LARGEST_ERRORS = 8 * 1024;

  private static final Set<String> NEEDED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "GNUPGHOME");

  private static final List<String> FAMILIES = List.of("LC_", "XDG_", "GOPASS_", "PASSWORD_STORE_");

  /** Each of them decrypts, which costs; a thousand nodes come back at the same time. */
  private static final Semaphore AT_ONCE = new Semaphore(4);

  /** What people call it. */
  public String name() {
    return command.substring(command.lastIndexOf('/') + 1);
  }

  /** Runs it with nothing on its standard input. */
  public Ending run(List<String> arguments) {
    return run(arguments, new byte[0]);
  }

  /** Runs it with these bytes on its standard input. */
  public Ending run(List<String> arguments, byte[] input) {
    return inTurn(() -> started(arguments, input, own()));
  }

  /** The same for a program that may know nothing of this machine but the way to programs. */
  public Ending alone(List<String> arguments, byte[] input, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    return inTurn(() -> started(arguments, input, all));
  }

  private Ending inTurn(Supplier<Ending> run) {
    try {
      if (!AT_ONCE.tryAcquire(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Ending.Useless(name() + " is busy with other secrets; it is asked again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending.Useless("the hub stops");
    }
    try {
      return run.get();
    } finally {
      AT_ONCE.release();
    }
  }

  private Ending started(List<String> arguments, byte[] input, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    words.add(command);
    words.addAll(arguments);
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().clear();
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      return new Ending.Useless(
          "%s cannot be started on the hub; install it, or name its path by mesh.secrets"
              .formatted(name()));
    }
    CompletableFuture<byte[]> output = reading(process.getInputStream(), LARGEST);
    CompletableFuture<byte[]> errors = reading(process.getErrorStream(), LARGEST_ERRORS);
    Thread.startVirtualThread(() -> write(process.getOutputStream(), input));
    return ended(process, output, errors);
  }

  /** The rest of the environment holds secrets of the hub that are none of its business. */
  private static Map<String, String> own() {
    Map<String, String> own = new HashMap<>(System.getenv());
    own.keySet()
        .removeIf(name -> !NEEDED.contains(name) && FAMILIES.stream().noneMatch(name::startsWith));
    return own;
  }

  private Ending ended(
      Process process, CompletableFuture<byte[]> output, CompletableFuture<byte[]> errors) {
    try {
      byte[] said = output.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      if (said.length > LARGEST) {
        return new Ending.Useless("%s printed more than %d bytes".formatted(name(), LARGEST));
      }
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      return process.exitValue() == 0
          ? text(said)
          : new Ending.Failed(process.exitValue(), complaint(errors));
    } catch (TimeoutException e) {
      return new Ending.Useless(
          "%s did not answer within %d s; does it wait for a passphrase?"
              .formatted(name(), timeLimit.toSeconds()));
    } catch (ExecutionException e) {
      return new Ending.Useless(name() + " could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending.Useless("the hub stops");
    } finally {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Ending text(byte[] said) {
    try {
      return new Ending.Said(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(said)).toString());
    } catch (CharacterCodingException e) {
      return new Ending.Useless("what %s gives is not UTF-8 text".formatted(name()));
    }
  }

  /** The line that speaks of an error, as age puts hints behind it; else the last one. */
  private static String complaint(CompletableFuture<byte[]> errors)
      throws ExecutionException, InterruptedException, TimeoutException {
    String all = new String(errors.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8).strip();
    String last = all.substring(all.lastIndexOf('\n') + 1);
    return Printable.line(
        all.lines().filter(line -> line.contains("rror")).findFirst().orElse(last).strip());
  }

  /** One byte more than allowed tells that there is too much. */
  private static CompletableFuture<byte[]> reading(InputStream in, int most) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (in) {
        read.complete(in.readNBytes(most + 1));
      } catch (IOException e) {
        read.completeExceptionally(e);
      }
    });
    return read;
  }

  private static void write(OutputStream out, byte[] input) {
    try (out) {
      out.write(input);
    } catch (IOException e) {
      // It did not want to read all of it; its exit code tells.
    }
  }
}
