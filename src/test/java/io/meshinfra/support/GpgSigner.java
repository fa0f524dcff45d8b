package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** People with GPG keys in a keyring of their own, by the real gpg. */
public final class GpgSigner implements AutoCloseable {
  private final Path home;
  private final Path program;

  public GpgSigner(Path folder) {
    home = folder.resolve("gnupg");
    program = folder.resolve("gpg");
    try {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(
          program, "#!/bin/sh\nexec gpg --batch --quiet --homedir '" + home + "' \"$@\"\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean possible() {
    return Files.isExecutable(Path.of("/usr/bin/gpg"));
  }

  /**
   * Makes a key that can sign.
   *
   * @param expires like {@code never} or {@code seconds=1}
   */
  public void make(String name, String algorithm, String expires) {
    gpg("--passphrase", "", "--quick-gen-key", name, algorithm, "sign", expires);
  }

  /** The public key, armored. */
  public String key(String name) {
    return gpg("--armor", "--export", name);
  }

  /** Any gpg command in that keyring. */
  public String gpg(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** What git needs to be told to commit with a signature of that name. */
  public String[] commit(String name, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-c",
                "gpg.program=" + program,
                "-c",
                "user.signingkey=" + name,
                "commit",
                "-q",
                "-S"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the agent that gpg started. */
  @Override
  public void close() {
    run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
  }
}
