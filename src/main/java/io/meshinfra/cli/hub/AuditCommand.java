package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Who did what, and whether that was tampered with.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh audit verify",
      "  mesh audit head > head.txt       copy it to where the hub cannot write",
      "  mesh audit verify --head \"$(cat head.txt)\"",
      "  mesh audit export > audit.jsonl"
    })
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AuditCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new Verify(shell))
        .addSubcommand(new Head(shell))
        .addSubcommand(new Export(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the audit");
  }

  /** {@code mesh audit verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Read all rows and tell which are not as they were written. Exit code 1 when there are any.",
      footerHeading = "%nExample:%n",
      footer = "  mesh audit verify")
  static final class Verify implements Callable<Integer> {
    private static final Pattern HEAD = Pattern.compile("([1-9][0-9]{0,17}) ([0-9a-f]{64})");
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Option(
        names = "--head",
        paramLabel = "\"ID DIGEST\"",
        description = "What mesh audit head told earlier; the row must still be that one.")
    private String head;

    Verify(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      JsonNode verdict =
          hub.hub(shell).audit().verify(Optional.ofNullable(head).map(Verify::query));
      verdict
          .path("faults")
          .forEach(fault ->
              shell.print(
                  "row %d %s\n"
                      .formatted(
                          fault.path("id").asLong(),
                          HubTexts.printable(HubTables.text(fault, "what")))));
      boolean whole = verdict.path("whole").asBoolean();
      shell.print(
          "%d rows, %s\n"
              .formatted(
                  verdict.path("rows").asLong(),
                  whole ? "all as they were written" : "not all as they were written"));
      return whole ? ExitCode.FINE : ExitCode.DIFFERENCES;
    }

    private static String query(String copied) {
      Matcher form = HEAD.matcher(copied.strip());
      if (!form.matches()) {
        throw new Failure("--head is a number and 64 hexadecimal digits, as mesh audit head tells");
      }
      return "?id=%s&digest=%s".formatted(form.group(1), form.group(2));
    }
  }

  /** {@code mesh audit head}. */
  @Command(
      name = "head",
      mixinStandardHelpOptions = true,
      description = "Show number and digest of the newest row, to be kept elsewhere.",
      footerHeading = "%nExample:%n",
      footer = "  mesh audit head")
  static final class Head implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    Head(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      JsonNode head = hub.hub(shell).audit().head();
      shell.print(
          "%d %s\n"
              .formatted(
                  head.path("id").asLong(), HubTexts.printable(HubTables.text(head, "digest"))));
    }
  }

  /** {@code mesh audit export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Write all rows as JSON, one on each line, oldest first.",
      footerHeading = "%nExample:%n",
      footer = "  mesh audit export --after 1200 >> audit.jsonl")
  static final class Export implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Option(
        names = "--after",
        paramLabel = "ID",
        defaultValue = "0",
        description = "Only rows with a larger number.")
    private long after;

    Export(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      HubApi api = hub.hub(shell);
      long from = after;
      while (true) {
        JsonNode page = api.audit().after(from);
        page.path("rows").forEach(row -> shell.print(row + "\n"));
        long next = page.path("next").asLong();
        if (next <= from) {
          return;
        }
        from = next;
      }
    }
  }
}
