package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody with an SSH key, made by the real ssh-keygen.
 *
 * @param key the private one; the public one is beside it
 */
public record SshSigner(String name, Path key) {

  public static SshSigner named(String name, Path folder) {
    return of("ed25519", name, folder);
  }

  /**
   * @param type as ssh-keygen calls it
   */
  public static SshSigner of(String type, String name, Path folder, String... more) {
    Path key = folder.resolve("key-of-" + name);
    List<String> command =
        new java.util.ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-C", name, "-f", key.toString()));
    command.addAll(List.of(more));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return new SshSigner(name, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key as ssh-keygen wrote it. */
  public String publicKey() {
    try {
      return Files.readString(Path.of(key + ".pub")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line for a file of allowed signers. */
  public String allowed() {
    return name + "@example.org " + publicKey() + "\n";
  }

  /** The same with options. */
  public String allowed(String options) {
    return name + "@example.org " + options + " " + publicKey() + "\n";
  }

  /** What git needs to be told to commit with a signature by this key. */
  public String[] commit(String... arguments) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + key,
                "-c",
                "user.name=" + name,
                "-c",
                "user.email=" + name + "@example.org",
                "commit",
                "-q",
                "-S"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }
}
