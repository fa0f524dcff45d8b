package io.meshinfra.cli.network;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.WholeFile;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.fleet.PolicyOption;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.EscapeText;
import io.meshinfra.report.escape.EscapeHatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh escape-hatch}. */
@Command(
    name = "escape-hatch",
    mixinStandardHelpOptions = true,
    description = {
      "Print what to do when all is lost: ways in, host keys, the console, a new hub.",
      "Needs no hub and no network: it is made from the manifests here, or is the text that the hub of"
          + " this machine kept of what is in force. It holds no secret."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh escape-hatch laptop                 this node, and what holds for all",
      "  mesh escape-hatch --write escape.txt     all of it, to be printed or kept elsewhere",
      "  mesh escape-hatch laptop --text escape.txt"
    })
public final class EscapeHatchCommand implements Runnable {
  /** More is no text of ours. */
  private static final long LARGEST = 64L * 1024 * 1024;

  private final Shell shell;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "One node; else all.")
  private String node;

  @Option(
      names = {"-f", "--from"},
      paramLabel = "DIR",
      description =
          "Folder of manifests; desired-state if there is one, else the text that the hub kept in"
              + " MESH_HOME, else this folder.")
  private Path directory;

  @Mixin private PolicyOption policy;

  @Option(names = "--text", paramLabel = "FILE", description = "A text that was written before.")
  private Path text;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write it there instead of printing it.")
  private Path file;

  public EscapeHatchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (text != null && directory != null) {
      throw new Failure("--text and -f are two sources; leave one of them out");
    }
    String all = all();
    String wanted = node == null ? all : part(all);
    if (file == null) {
      shell.print(wanted);
      return;
    }
    try {
      WholeFile.write(file, wanted.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure("%s cannot be written: %s".formatted(quoted(file), e.getMessage()));
    }
    shell.progress(file + ": written; keep it where no mesh is needed to read it");
  }

  private String all() {
    if (text != null) {
      return kept(text);
    }
    Path usual = Path.of("desired-state");
    Path atTheHub = HubOptions.home(shell).resolve(EscapeText.FILE);
    if (directory == null && !Files.isDirectory(usual) && Files.isReadable(atTheHub)) {
      return kept(atTheHub);
    }
    try {
      Manifests manifests = policy.usual(Optional.ofNullable(directory));
      return EscapeText.of(manifests.valid(), manifests.tree());
    } catch (Failure e) {
      if (directory != null || !Files.isReadable(atTheHub)) {
        throw e;
      }
      shell.progress(e.getMessage() + "; this is what the hub wrote down before");
      return kept(atTheHub);
    }
  }

  private static String kept(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new Failure(quoted(file) + " is too large to be such a text");
      }
      return Printable.block(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure("%s cannot be read: %s".formatted(quoted(file), e.getMessage()));
    }
  }

  private static String quoted(Path file) {
    return Printable.quote(file.toString());
  }

  private String part(String all) {
    try {
      Optional<String> part = EscapeHatch.ofNode(all, NodeName.parse(node));
      return part.orElseThrow(
          () -> new Failure("there is no node %s in it".formatted(Printable.quote(node))));
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }
}
