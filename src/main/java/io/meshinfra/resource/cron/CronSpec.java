package io.meshinfra.resource.cron;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One job of cron. */
@Doc(
    value = "A job of cron, in a file of its own in /etc/cron.d.",
    example =
        """
        cron: {name: backup, schedule: "30 4 * * *", command: /usr/local/bin/backup --day "$(date +%F)"}
        """)
public record CronSpec(
    @Doc("name of the job; its file is /etc/cron.d/mesh-NAME") @NotNull JobName name,
    @Doc(value = "present or absent", byDefault = "present") Existence state,
    @Doc("minute hour day-of-month month day-of-week, or @reboot, @hourly, @daily, ...")
        Optional<Schedule> schedule,
    @Doc("the command, one line for sh; % is written as it is, its escaping is done for you")
        Optional<String> command,
    @Doc(value = "as whom it runs", byDefault = "root") AccountName user,
    @Doc("variables of its environment, e.g. MAILTO, PATH or SHELL")
        SortedMap<String, String> env) {
  /** Longer lines are cut by cron. */
  private static final int LONGEST_COMMAND = 900;

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** cron removes one backslash before a percent sign, so that a literal one cannot be told. */
  private static final Pattern ESCAPED_PERCENT = Pattern.compile("\\\\%");

  public CronSpec {
    state = state == null ? Existence.PRESENT : state;
    user = user == null ? new AccountName("root") : user;
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    boolean present = state == Existence.PRESENT;
    if (schedule.isPresent() != present || command.isPresent() != present) {
      throw new IllegalArgumentException(
          present
              ? "schedule and command are both needed"
              : "an absent job has neither schedule nor command; leave them out");
    }
    command.ifPresent(CronSpec::requireCommand);
    env.forEach(CronSpec::requireVariable);
  }

  private static void requireCommand(String command) {
    if (command.isBlank()
        || command.length() > LONGEST_COMMAND
        || command.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a command is one line of at most %d characters; put more into a script: not %s"
              .formatted(LONGEST_COMMAND, Printable.quote(command)));
    }
    if (ESCAPED_PERCENT.matcher(command).find()) {
      throw new IllegalArgumentException(
          "write % without a backslash; it is escaped for cron by itself: "
              + Printable.quote(command));
    }
  }

  private static void requireVariable(String name, String value) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a variable is called like PATH, with letters, digits and _: not "
              + Printable.quote(name));
    }
    if (value.chars().anyMatch(Character::isISOControl)
        || (value.indexOf('"') >= 0 && value.indexOf('\'') >= 0)) {
      throw new IllegalArgumentException(
          "the value of %s is one line with only one sort of quotes: not %s"
              .formatted(name, Printable.quote(value)));
    }
  }

  /** The file as cron reads it. */
  String text() {
    StringBuilder text = new StringBuilder("# Kept by mesh-infra: changes made here are undone.\n");
    for (Map.Entry<String, String> variable : env.entrySet()) {
      String quote = variable.getValue().indexOf('"') >= 0 ? "'" : "\"";
      text.append(variable.getKey()).append('=');
      text.append(quote).append(variable.getValue()).append(quote).append('\n');
    }
    return text.append(schedule.map(Schedule::value).orElse(""))
        .append(' ')
        .append(user)
        .append(' ')
        .append(command.orElse("").replace("%", "\\%"))
        .append('\n')
        .toString();
  }
}
