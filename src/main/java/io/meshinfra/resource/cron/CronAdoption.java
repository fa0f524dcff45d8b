package io.meshinfra.resource.cron;

import io.meshinfra.model.Content;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.DropIn;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a job that was seen is written into its spec, when it is one that the kind would write. */
final class CronAdoption {
  private static final Pattern JOB =
      Pattern.compile("(@\\S+|\\S+(?:[ \t]+\\S+){4})[ \t]+(\\S+)[ \t]+(.*)");

  private static final Pattern VARIABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(?:\"([^\"]*)\"|'([^']*)')");

  private CronAdoption() {}

  static SpecEdit of(CronSpec spec, DropIn file, Change change) {
    return switch (change) {
      case Change.Create create ->
          SpecEdit.set("state", "absent")
              .and(SpecEdit.without("schedule"))
              .and(SpecEdit.without("command"));
      case Change.Update update -> DropIn.adopt(update, "content", content -> job(spec, content));
      case Change.Delete delete ->
          file.adopt(delete.was(), "content", content -> job(spec, content));
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit job(CronSpec spec, Content content) {
    String text = content.text().orElseThrow();
    return read(spec.name(), text)
        .filter(seen -> seen.text().equals(text))
        .map(seen -> edit(spec, seen))
        .orElseGet(() ->
            SpecEdit.impossible(
                "the file is not one job as the kind writes it (one line, variables in quotes above"
                    + " it, the comment of mesh-infra on top); use a file resource for it"));
  }

  /** The spec whose file this may be; whether it is, tells its text. */
  private static Optional<CronSpec> read(JobName name, String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(l -> !l.startsWith("#")).toList());
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Matcher job = JOB.matcher(lines.removeLast());
    SortedMap<String, String> env = new TreeMap<>();
    for (String line : lines) {
      Matcher variable = VARIABLE.matcher(line);
      if (!variable.matches()) {
        return Optional.empty();
      }
      String value = variable.group(2) == null ? variable.group(3) : variable.group(2);
      env.put(variable.group(1), value);
    }
    return job.matches() ? spec(name, job, env) : Optional.empty();
  }

  private static Optional<CronSpec> spec(JobName name, Matcher job, SortedMap<String, String> env) {
    try {
      return Optional.of(
          new CronSpec(
              name,
              Existence.PRESENT,
              Optional.of(new Schedule(job.group(1))),
              Optional.of(job.group(3).replace("\\%", "%")),
              new AccountName(job.group(2)),
              env));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SpecEdit edit(CronSpec spec, CronSpec seen) {
    SpecEdit edit = SpecEdit.NONE;
    if (!seen.schedule().equals(spec.schedule())) {
      edit = edit.and(SpecEdit.set("schedule", seen.schedule().orElseThrow().value()));
    }
    if (!seen.command().equals(spec.command())) {
      edit = edit.and(SpecEdit.set("command", seen.command().orElseThrow()));
    }
    if (!seen.user().equals(spec.user())) {
      edit = edit.and(SpecEdit.set("user", seen.user().value()));
    }
    return seen.env().equals(spec.env())
        ? edit
        : edit.and(SpecEdit.set("env", SpecValue.Settings.between(spec.env(), seen.env())));
  }
}
