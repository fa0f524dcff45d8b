package io.meshinfra.cli.hub;

import io.meshinfra.cli.DurationText;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh suspend}. */
@Command(
    name = "suspend",
    mixinStandardHelpOptions = true,
    description = "Have the hub leave a node alone.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh suspend laptop --reason \"new disk\" --until 2h",
      "  mesh suspend hub --reason \"migration\" --until 2027-01-31T18:00:00+01:00"
    })
public final class SuspendCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the others.")
  private String reason;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When it ends by itself: 2h from now, or a date and time; never without it.")
  private String until;

  public SuspendCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (reason.isBlank()) {
      throw new Failure("give a reason, so that others know when the node may go on");
    }
    Optional<String> end = Optional.ofNullable(until).map(text -> time(text).toString());
    hub.hub(shell).suspend(node, reason.strip(), end);
    shell.print(
        "%s is suspended %s; mesh resume %s ends that\n"
            .formatted(node, end.map(time -> "until " + time).orElse("until it is resumed"), node));
  }

  private Instant time(String text) {
    Instant now = shell.clock().instant();
    if (DurationText.is(text)) {
      return now.plus(DurationText.parse(text)).truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isAfter(now)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new Failure(
          "--until is a time from now like 2h, or a date and time like 2027-01-31T18:00:00Z, not "
              + Printable.quote(text));
    }
    throw new Failure("--until is in the past: " + Printable.line(text));
  }
}
