package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.session.ContractFiles;
import io.meshinfra.session.ContractFiles.Reading;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh session}. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look after the contracts under which assistants work.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh session list",
      "  mesh session issue .session/session-20261123-claude-4f2a9c01.yaml"
    })
public final class SessionCommand implements Runnable {
  @Spec private CommandSpec spec;

  private SessionCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new SessionCommand())
        .addSubcommand(new ListSessions(shell))
        .addSubcommand(new Issue(shell))
        .addSubcommand(new End(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with sessions");
  }

  /** {@code mesh session list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Show sessions, and which contract of theirs counts.",
      footerHeading = "%nExample:%n",
      footer = "  mesh session list")
  static final class ListSessions implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;
    @Mixin private FormatOption output;

    ListSessions(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      JsonNode answer = hub.hub(shell).agents().sessions();
      shell.print(
          output.format() == Format.TABLE
              ? text(answer, shell.screen().columns())
              : Tree.of(answer, output.format()));
    }

    private static String text(JsonNode answer, int width) {
      Table table = new Table("SESSION", "CONTRACT", "EXPIRES", "RISK", "NODES", "PATHS", "REASON");
      HubTables.items(answer, "sessions")
          .forEach(session ->
              table.row(
                  HubTables.text(session, "id"),
                  HubTables.text(session, "origin"),
                  HubTables.time(session, "expires"),
                  HubTables.text(session, "risk"),
                  words(session, "nodes"),
                  words(session, "include"),
                  HubTables.text(session, "reason")));
      return table.isEmpty() ? "There are no sessions.\n" : table.text(width);
    }

    private static String words(JsonNode session, String field) {
      return session
          .path(field)
          .valueStream()
          .map(JsonNode::asText)
          .collect(Collectors.joining(","));
    }
  }

  /** {@code mesh session issue}. */
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description = "Have the hub take a contract as agreed, without a merge; for the operator.",
      footerHeading = "%nExample:%n",
      footer = "  mesh session issue .session/session-20261123-claude-4f2a9c01.yaml")
  static final class Issue implements Runnable {
    private static final int LARGEST = 1024 * 1024;

    private final Shell shell;
    @Mixin private HubOptions hub;

    @Parameters(paramLabel = "FILE", description = "The contract, in its file in .session.")
    private Path file;

    Issue(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      String path = ContractFiles.FOLDER + file.getFileName();
      String text = text();
      SessionContract contract =
          switch (ContractFiles.read(path, Content.of(text))) {
            case Reading.Valid valid -> valid.contract();
            case Reading.Faulty faulty -> throw new Failure(faulty.reason());
          };
      hub.hub(shell).agents().issueSession(path, text);
      shell.print("%s counts until %s\n".formatted(contract.id(), contract.life().expires()));
    }

    private String text() {
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new Failure("there is no file " + Printable.quote(file.toString()) + " to be read");
      }
    }
  }

  /** {@code mesh session end}. */
  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description = "End a session before its time; its tokens end with it. For the operator.",
      footerHeading = "%nExample:%n",
      footer = "  mesh session end 20261123-claude-4f2a9c01")
  static final class End implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Parameters(paramLabel = "SESSION", description = "Its name, as mesh session list shows it.")
    private String name;

    End(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      SessionId id;
      try {
        id = SessionId.parse(name);
      } catch (IllegalArgumentException e) {
        throw new Failure(e.getMessage());
      }
      boolean was = hub.hub(shell).agents().endSession(id).path("was").asBoolean();
      shell.print(id + (was ? " is over\n" : " was over before\n"));
      shell.progress(HubTexts.STILL_GOOD);
    }
  }
}
