package io.meshinfra.reconcile.backup;

import io.meshinfra.journal.AuditRow;
import io.meshinfra.model.Printable;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in a backup, as its first entry tells it, in lines that people can read.
 *
 * @param journal what the copy of the journal is; empty when it is not in the backup
 * @param files all of them, the journal too
 */
public record BackupManifest(Instant made, Optional<JournalCopy> journal, List<Entry> files) {
  static final String NAME = "manifest";
  private static final String FORM = "mesh-infra backup 1";
  private static final String FORMS = "mesh-infra backup ";
  private static final int MOST_FILES = 10_000;
  private static final Pattern JOURNAL =
      Pattern.compile("journal schema ([0-9]{1,6}) audit ([0-9]{1,18}) ([0-9a-f]{64})");
  private static final Pattern FILE =
      Pattern.compile("file ([rwx-]{9}) ([0-9]{1,18}) ([0-9a-f]{64}) (.+)");

  /** A path that stays below the folder that it is put into. */
  private static final Pattern SAFE =
      Pattern.compile("(?!.*(^|/)\\.{1,2}(/|$))[^/\\p{Cntrl}][^\\p{Cntrl}\\\\]*(?<!/)");

  public BackupManifest {
    files = List.copyOf(files);
  }

  /**
   * @param schema version of its tables
   * @param audit its newest row
   */
  public record JournalCopy(int schema, AuditRow.Head audit) {}

  /**
   * A file of the home of the hub.
   *
   * @param path below the home
   * @param mode like {@code rw-------}
   */
  public record Entry(String path, String mode, long size, String sha256) {
    public Entry {
      if (!isSafe(path)) {
        throw new BackupFailed("a backup cannot hold a file called " + Printable.quote(path));
      }
      PosixFilePermissions.fromString(mode);
    }
  }

  static boolean isSafe(String path) {
    return SAFE.matcher(path).matches() && !path.contains("//");
  }

  String text() {
    StringBuilder text = new StringBuilder(FORM).append("\nmade ").append(made).append('\n');
    journal.ifPresent(copy ->
        text.append(
            "journal schema %d audit %d %s\n"
                .formatted(copy.schema(), copy.audit().id(), copy.audit().digest())));
    files.forEach(file ->
        text.append(
            "file %s %d %s %s\n".formatted(file.mode(), file.size(), file.sha256(), file.path())));
    return text.toString();
  }

  /**
   * @throws BackupFailed when it is not understood, or is of a newer version
   */
  static BackupManifest parse(String text) {
    List<String> lines = text.lines().toList();
    String form = lines.isEmpty() ? "" : lines.getFirst();
    if (!form.equals(FORM)) {
      throw new BackupFailed(
          form.startsWith(FORMS)
              ? "the backup was made by a newer mesh-infra; restore it with that version or a newer one"
              : "this is no backup of a hub");
    }
    if (lines.size() < 2 || lines.size() > MOST_FILES || !text.endsWith("\n")) {
      throw broken(lines.size());
    }
    Optional<JournalCopy> journal = Optional.empty();
    List<Entry> files = new ArrayList<>();
    for (int i = 2; i < lines.size(); i++) {
      Matcher file = FILE.matcher(lines.get(i));
      Matcher copy = JOURNAL.matcher(lines.get(i));
      if (file.matches()) {
        files.add(entry(file));
      } else if (copy.matches() && journal.isEmpty()) {
        journal = Optional.of(copy(copy));
      } else {
        throw broken(i + 1);
      }
    }
    return new BackupManifest(made(lines.get(1)), journal, files);
  }

  private static Instant made(String line) {
    try {
      return Instant.parse(line.replaceFirst("^made ", ""));
    } catch (DateTimeParseException e) {
      throw broken(2);
    }
  }

  private static Entry entry(Matcher line) {
    return new Entry(line.group(4), line.group(1), Long.parseLong(line.group(2)), line.group(3));
  }

  private static JournalCopy copy(Matcher line) {
    return new JournalCopy(
        Integer.parseInt(line.group(1)),
        new AuditRow.Head(Long.parseLong(line.group(2)), line.group(3)));
  }

  private static BackupFailed broken(int line) {
    return new BackupFailed("the backup is damaged: its manifest cannot be read at line " + line);
  }
}
