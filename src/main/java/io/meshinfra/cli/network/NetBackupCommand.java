package io.meshinfra.cli.network;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.model.Printable;
import io.meshinfra.network.WireguardBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh net backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Write the tunnels of all nodes to infra/backup/wg, for the day without a hub.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net backup           writes what has changed; commit it",
      "  mesh net backup --check   for CI: writes nothing, exit code 1 when the files are old",
      "",
      "The files hold no private keys. README.md beside them says how a person uses them.",
      "Exit code 0: fine, 1: with --check, the files are not those of the intent, 2: an error."
    })
final class NetBackupCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private NetCommand.Source source;

  @Option(names = "--check", description = "Write nothing; tell which files are old.")
  private boolean check;

  NetBackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    NetworkOf network = source.network();
    Path folder = network.manifests().root().resolve(WireguardBackup.FOLDER);
    SortedMap<String, String> wanted = WireguardBackup.of(network.planned());
    try {
      SortedMap<String, String> old = old(folder, wanted);
      if (!check) {
        write(folder, wanted, old);
      }
      old.forEach(
          (file, what) -> shell.print("%s/%s: %s%n".formatted(WireguardBackup.FOLDER, file, what)));
      if (old.isEmpty()) {
        shell.print(
            wanted.isEmpty()
                ? "no node has tunnels of WireGuard\n"
                : "%s as the intent says%n".formatted(Counted.of(wanted.size(), "file")));
      } else if (check) {
        shell.progress("run mesh net backup and commit what it writes");
      }
      return check && !old.isEmpty() ? ExitCode.DIFFERENCES : ExitCode.FINE;
    } catch (IOException e) {
      throw new Failure(
          "%s: %s"
              .formatted(
                  Printable.quote(folder.toString()),
                  Printable.line(String.valueOf(e.getMessage()))));
    }
  }

  /** Files that are not as they are wanted, and how they differ. */
  private static SortedMap<String, String> old(Path folder, SortedMap<String, String> wanted)
      throws IOException {
    SortedMap<String, String> old = new TreeMap<>();
    for (String file : wanted.keySet()) {
      Path path = folder.resolve(file);
      if (!Files.isRegularFile(path)) {
        old.put(file, "new");
      } else if (!Files.readString(path).equals(wanted.get(file))) {
        old.put(file, "changed");
      }
    }
    if (Files.isDirectory(folder)) {
      List<String> there = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        files.map(file -> file.getFileName().toString()).forEach(there::add);
      }
      there.stream()
          .filter(file -> file.endsWith(WireguardBackup.ENDING) && !wanted.containsKey(file))
          .forEach(file -> old.put(file, "of no node any more"));
    }
    return old;
  }

  private static void write(
      Path folder, SortedMap<String, String> wanted, SortedMap<String, String> old)
      throws IOException {
    for (String file : old.keySet()) {
      if (wanted.containsKey(file)) {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(file), wanted.get(file));
      } else {
        Files.delete(folder.resolve(file));
      }
    }
  }
}
