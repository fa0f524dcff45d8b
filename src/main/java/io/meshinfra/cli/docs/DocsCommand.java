package io.meshinfra.cli.docs;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh docs}. */
@Command(
    name = "docs",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Write the reference pages and the JSON Schema anew.",
    footerHeading = "%nExample:%n",
    footer = "  mesh docs docs")
public final class DocsCommand implements Runnable {
  private final Shell shell;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      defaultValue = "docs",
      paramLabel = "DIR",
      description = "Folder of the documentation; docs is the default.")
  private Path directory;

  public DocsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    for (Map.Entry<String, String> page : ReferencePages.all(spec.root()).entrySet()) {
      Path file = directory.resolve(page.getKey());
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, page.getValue());
      } catch (IOException e) {
        throw new Failure(
            "%s cannot be written: %s"
                .formatted(Printable.quote(file.toString()), e.getClass().getSimpleName()));
      }
      shell.progress(file.toString());
    }
  }
}
