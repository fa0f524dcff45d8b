package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.WholeFile;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.Revocation;
import io.meshinfra.network.intent.RevocationEdit;
import io.meshinfra.network.intent.RevocationEdit.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh login revoke}. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "End certificates before their time, on the hub and in the network intent.",
      "The hub writes it down; the intent of the working copy gets the line by which nodes know",
      "it, to be committed and pushed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh login revoke 42 --reason \"laptop stolen\"      one certificate",
      "  mesh login revoke person:ann --reason left          all of hers, and no new ones",
      "  mesh login revoke agent:claude:20261123-claude-4f2a9c01 --reason stray"
    })
final class RevokeCommand implements Runnable {
  private static final int LARGEST = 8 * 1024 * 1024;

  private final Shell shell;
  @Mixin private HubOptions hub;

  @Parameters(
      paramLabel = "SERIAL|KEYID",
      description = "Number of a certificate, or who it is for; mesh login list shows both.")
  private String certificate;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  @Option(
      names = "--intent",
      paramLabel = "FILE",
      defaultValue = "infra/policy/intent/network.yaml",
      description =
          "The network intent, from the root of the working copy; infra/policy/intent/network.yaml is"
              + " the default.")
  private String intent;

  RevokeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Path file = root().resolve(intent);
    Content before = read(file);
    Edit edit = RevocationEdit.add(intent, before, revocation(), Printable.line(reason));
    if (edit instanceof Edit.Refused(String why)) {
      throw new Failure("nothing was revoked: " + why);
    }
    List<JsonNode> concerned =
        HubTables.items(hub.hub(shell).revokeCertificates(certificate, reason), "certificates")
            .toList();
    shell.progress(
        concerned.isEmpty()
            ? "no certificate of that key id is good now; " + future()
            : "the hub noted %s".formatted(Counted.of(concerned.size(), "certificate")));
    shell.print(
        switch (edit) {
          case Edit.Edited(Content after) -> written(file, after);
          case Edit.Already already ->
              "%s says so already; nodes know it when it is in force\n".formatted(quoted(file));
          case Edit.Refused refused -> throw new IllegalStateException(refused.reason());
        });
  }

  private Revocation revocation() {
    if (certificate.matches("[1-9][0-9]{0,17}")) {
      return new Revocation.Serial(Long.parseLong(certificate));
    }
    if (!certificate.matches("(?:operator|person|agent):[A-Za-z0-9._@:-]{1,120}")) {
      throw new Failure(
          "a certificate is named by its serial number or its key id, like person:ann, not "
              + Printable.quote(certificate));
    }
    Revocation.KeyId keyId = new Revocation.KeyId(certificate);
    keyId
        .vain()
        .ifPresent(why -> {
          throw new Failure(why);
        });
    return keyId;
  }

  /** What is after this of an operator is what that person says: another name gets another one. */
  private String future() {
    return certificate.startsWith("operator:")
        ? "whoever has the hub's token gets one by another name"
        : "none will be issued when this is in force";
  }

  private String written(Path file, Content after) {
    try {
      WholeFile.write(file, after.bytes());
    } catch (IOException e) {
      throw new Failure("%s cannot be written: %s".formatted(quoted(file), e.getMessage()));
    }
    return """
    written to %s
    Nodes refuse it when this is in force: commit and push it, or open a pull request.
    """
        .formatted(quoted(file));
  }

  private static Content read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new Failure(
            "%s has more than %d bytes, and nothing was revoked".formatted(quoted(file), LARGEST));
      }
      return Content.of(bytes);
    } catch (IOException e) {
      throw new Failure(
          "there is no network intent %s to write it into; go to the working copy of the fleet, or name it with --intent"
              .formatted(quoted(file)));
    }
  }

  /** The nearest folder with {@code .git}, else this one. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, Path::getParent)
        .takeWhile(path -> path != null)
        .filter(path -> Files.exists(path.resolve(".git")))
        .findFirst()
        .orElse(here);
  }

  private static String quoted(Path file) {
    return Printable.quote(file.toString());
  }
}
