package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.DurationText;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.SshPublicKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh login}. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Get an SSH certificate from the hub, for a day at most, and put it beside the key.",
      "Who you are is known by the token: the hub's own, or one of yours."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh login                                    with a key of its own",
      "  mesh login --key ~/.ssh/id_ed25519 --principal developer --expires 8h",
      "  ssh -i ~/.ssh/mesh_ed25519 dev@laptop"
    })
public final class LoginCommand implements Runnable {
  /** RFC 4648 behind a word of PROTOCOL.certkeys; what a hub says goes into a file. */
  private static final Pattern CERTIFICATE =
      Pattern.compile("[a-z0-9@.-]{1,64}-cert-v01@openssh\\.com [A-Za-z0-9+/]{100,20000}={0,2}");

  private final Shell shell;
  @Mixin private HubOptions hub;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Private key; its .pub beside it is signed. ~/.ssh/mesh_ed25519 is the default, and is made"
              + " when there is none.")
  private Path key;

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "What you want to log in as; all that you may when none is named.")
  private List<String> principals = List.of();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "After which time it ends, like 8h; the longest that the hub allows without.")
  private String expires;

  @Option(
      names = "--source",
      paramLabel = "NETWORK",
      description = "Where it may be used from, like 192.0.2.0/24; everywhere without.")
  private List<String> sources = List.of();

  private LoginCommand(Shell shell) {
    this.shell = shell;
  }

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new LoginCommand(shell))
        .addSubcommand(new ListCertificates(shell))
        .addSubcommand(new RevokeCommand(shell));
  }

  @Override
  public void run() {
    Optional<String> life =
        Optional.ofNullable(expires).map(text -> DurationText.parse(text).toSeconds() + "s");
    LoginKey login =
        new LoginKey(
            Optional.ofNullable(key)
                .orElseGet(() -> shell.home().resolve(".ssh").resolve("mesh_ed25519")));
    SshPublicKey signed = login.readOrMake();
    ObjectNode wish = Tree.mapper().createObjectNode().put("publicKey", signed.line());
    principals.forEach(wish.putArray("principals")::add);
    sources.forEach(wish.putArray("sources")::add);
    life.ifPresent(time -> wish.put("expires", time));
    JsonNode issued = hub.hub(shell).issueCertificate(wish);
    String line = issued.path("line").asText("");
    if (!CERTIFICATE.matcher(line).matches()) {
      throw new Failure("the hub did not answer with a certificate; nothing was written");
    }
    login.keep(line);
    shell.print(told(issued.path("certificate"), login));
  }

  private static String told(JsonNode certificate, LoginKey login) {
    String from = words(certificate, "sources");
    return HubTexts.printable(
            """
            certificate %s for %s, until %s
              principals: %s%s
              written to: %s
              use it:     ssh -i %s LOGIN@NODE
            """
                .formatted(
                    HubTables.text(certificate, "serial"),
                    HubTables.text(certificate, "keyId"),
                    HubTables.text(certificate, "validUntil"),
                    words(certificate, "principals"),
                    from.isEmpty() ? "" : "\n  only from:  " + from,
                    login.certificateFile(),
                    login.file()))
        + "\n";
  }

  private static String words(JsonNode certificate, String field) {
    return certificate
        .path(field)
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  /** {@code mesh login list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Show the certificates whose time has not passed.",
      footerHeading = "%nExamples:%n",
      footer = {"  mesh login list", "  mesh login list --hosts"})
  static final class ListCertificates implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;
    @Mixin private FormatOption output;

    @Option(names = "--hosts", description = "Those by which nodes show who they are.")
    private boolean hosts;

    ListCertificates(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      HubApi api = hub.hub(shell);
      JsonNode answer = hosts ? api.hostCertificates() : api.certificates();
      int width = shell.screen().columns();
      shell.print(
          output.format() == Format.TABLE
              ? hosts ? hosts(answer, width) : text(answer, width)
              : Tree.of(answer, output.format()));
    }

    private static String hosts(JsonNode answer, int width) {
      Table table = new Table("SERIAL", "NODE", "KEY", "PRINCIPALS", "UNTIL");
      HubTables.items(answer, "certificates")
          .forEach(certificate ->
              table.row(
                  HubTables.text(certificate, "serial"),
                  HubTables.text(certificate, "node"),
                  HubTables.text(certificate, "fingerprint"),
                  words(certificate, "principals"),
                  HubTables.time(certificate, "validUntil")));
      return table.isEmpty() ? "No host certificate is good now.\n" : table.text(width);
    }

    private static String text(JsonNode answer, int width) {
      Table table = new Table("SERIAL", "FOR", "PRINCIPALS", "UNTIL", "STATE");
      HubTables.items(answer, "certificates")
          .forEach(certificate ->
              table.row(
                  HubTables.text(certificate, "serial"),
                  HubTables.text(certificate, "keyId"),
                  words(certificate, "principals"),
                  HubTables.time(certificate, "validUntil"),
                  certificate.path("revokedAt").isTextual()
                      ? "revoked: " + HubTables.text(certificate, "revokedWhy")
                      : "good"));
      return table.isEmpty() ? "No certificate is good now.\n" : table.text(width);
    }
  }
}
