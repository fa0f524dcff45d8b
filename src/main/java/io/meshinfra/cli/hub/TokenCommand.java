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
import io.meshinfra.session.AgentToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Give assistants tokens of their own, for a time.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh token issue --agent claude --expires 8h --out agent.token",
      "  mesh token list"
    })
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  private TokenCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Issue(shell))
        .addSubcommand(new ListTokens(shell))
        .addSubcommand(new Revoke(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with tokens");
  }

  /** {@code mesh token issue}. */
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description =
          "Give an assistant or a person a token. It is told once; the hub keeps a digest of it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh token issue --agent claude --expires 8h --out agent.token     to look only",
        "  mesh token issue --person ann --expires 12h --out ann.token        for mesh login",
        "  mesh token issue --agent claude --session 20261123-claude-4f2a9c01 \\",
        "      --scope reconcile --node laptop --expires 2h --out agent.token"
      })
  static final class Issue implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @ArgGroup(multiplicity = "1")
    private Owner owner;

    /** Whose it shall be. */
    static final class Owner {
      @Option(names = "--agent", paramLabel = "NAME", description = "For that assistant.")
      private String agent;

      @Option(
          names = "--person",
          paramLabel = "NAME",
          description = "For that person, to log in to nodes with and for nothing else.")
      private String person;
    }

    @Option(
        names = "--session",
        paramLabel = "ID",
        description = "Session whose contract limits it; it ends with that.")
    private String session;

    @Option(
        names = "--scope",
        paramLabel = "read|reconcile",
        defaultValue = "read",
        description = "What it is for; read is the default, reconcile needs a session.")
    private AgentToken.Scope scope;

    @Option(
        names = "--node",
        paramLabel = "NODE",
        description = "A node that may be reconciled; those of the contract when none is named.")
    private List<String> nodes;

    @Option(
        names = "--expires",
        required = true,
        paramLabel = "TIME",
        description = "After which time it ends, like 8h; at most 24h.")
    private String expires;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description =
            "Write it into this new file, which only you can read, instead of showing it.")
    private Path out;

    Issue(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      ObjectNode wish = Tree.mapper().createObjectNode();
      boolean persons = owner.person != null;
      String name = persons ? owner.person : owner.agent;
      AgentToken.Scope asked = persons ? AgentToken.Scope.LOGIN : scope;
      wish.put("agent", name).put("scope", asked.word()).put("expires", span(expires));
      if (session != null) {
        wish.put("session", session);
      }
      if (nodes != null) {
        nodes.forEach(wish.putArray("nodes")::add);
      }
      SecretFile file = out == null ? null : SecretFile.fresh(out);
      JsonNode issued;
      try {
        issued = hub.hub(shell).agents().issueToken(wish);
      } catch (Failure e) {
        if (file != null) {
          file.discard();
        }
        throw e;
      }
      String secret = HubTables.text(issued, "secret");
      JsonNode token = issued.path("token");
      shell.progress(
          "token %s for %s %s, scope %s, until %s"
              .formatted(
                  HubTexts.printable(HubTables.text(token, "id")),
                  persons ? "person" : "agent",
                  name,
                  asked.word(),
                  HubTexts.printable(HubTables.text(token, "expiresAt"))));
      if (file == null) {
        shell.print(HubTexts.printable(secret) + "\n");
      } else {
        file.write(secret);
        shell.print("written to " + file + "\n");
      }
    }

    /** The hub knows no days: a token lives at most one. */
    private static String span(String time) {
      return DurationText.parse(time).toSeconds() + "s";
    }
  }

  /** {@code mesh token list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Show the tokens that have not expired; never what they are.",
      footerHeading = "%nExample:%n",
      footer = "  mesh token list")
  static final class ListTokens implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;
    @Mixin private FormatOption output;

    ListTokens(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      JsonNode answer = hub.hub(shell).agents().tokens();
      shell.print(
          output.format() == Format.TABLE
              ? text(answer, shell.screen().columns())
              : Tree.of(answer, output.format()));
    }

    private static String text(JsonNode answer, int width) {
      Table table = new Table("TOKEN", "OWNER", "SCOPE", "NODES", "SESSION", "EXPIRES", "STATE");
      HubTables.items(answer, "tokens")
          .forEach(token ->
              table.row(
                  HubTables.text(token, "id"),
                  HubTables.text(token, "agent"),
                  HubTables.text(token, "scope"),
                  token
                      .path("nodes")
                      .valueStream()
                      .map(JsonNode::asText)
                      .collect(Collectors.joining(",")),
                  HubTables.text(token, "session"),
                  HubTables.time(token, "expiresAt"),
                  token.path("revokedAt").isTextual() ? "revoked" : "good"));
      return table.isEmpty() ? "No agent has a token.\n" : table.text(width);
    }
  }

  /** {@code mesh token revoke}. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "End a token before its time.",
      footerHeading = "%nExample:%n",
      footer = "  mesh token revoke 4f2a9c01")
  static final class Revoke implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Parameters(paramLabel = "TOKEN", description = "Its id, as mesh token list shows it.")
    private String id;

    Revoke(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      String name = id.toLowerCase(Locale.ROOT);
      boolean was = hub.hub(shell).agents().revokeToken(name).path("was").asBoolean();
      shell.print(name + (was ? " is revoked\n" : " was revoked before\n"));
      shell.progress(HubTexts.STILL_GOOD);
    }
  }
}
