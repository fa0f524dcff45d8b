package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.WholeFile;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh net status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show how every way into every node does, as the hub tries them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net status                                 a line for each access path",
      "  mesh net status --links                         how nodes see each other",
      "  mesh net status --write docs/NETWORK_STATUS.md  the same as a page",
      "",
      "Nodes that are away are not tried. An asterisk marks the path that is in use."
    })
public final class NetStatusCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Option(
      names = "--links",
      description =
          "Show how nodes see each other: directly, by a relay, how far, as each of them says.")
  private boolean links;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write a page in Markdown there instead of printing it.")
  private Path file;

  public NetStatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    JsonNode status = hub.hub(shell).networkStatus();
    if (file != null) {
      write(NetworkStatusPage.of(status, shell.clock().instant()));
    } else if (output.format() == Format.TABLE) {
      int width = shell.screen().columns();
      shell.print(links ? LinkTexts.table(status, width) : NetworkStatusTexts.table(status, width));
    } else {
      shell.print(Tree.of(status, output.format()));
    }
  }

  /** Beside and renamed, so that nobody reads half a page. */
  private void write(String page) {
    try {
      WholeFile.write(file, page.getBytes(StandardCharsets.UTF_8));
      shell.progress(file + ": written");
    } catch (IOException e) {
      throw new Failure(
          "%s cannot be written: %s".formatted(Printable.quote(file.toString()), e.getMessage()));
    }
  }
}
