package io.meshinfra.probe;

import io.meshinfra.model.Evidence.Clue;
import io.meshinfra.model.Evidence.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the rows of {@link EvidenceScript} while they arrive, and reads them back. What cannot be
 * understood is left out.
 */
final class EvidenceReader {
  /** Of all rows; more than that is a broken or hostile node. */
  private static final int MOST_ROWS = 5_000;

  private static final Pattern SUDO =
      Pattern.compile("\\S+ sudo(?:\\[\\d+\\])?: +(\\S+) : .*?\\bCOMMAND=(.*)");
  private static final Pattern ACCEPTED =
      Pattern.compile("\\S+ sshd\\S*: Accepted (\\S+) for (\\S+) from (\\S+) .*");
  private static final Pattern LAST =
      Pattern.compile("(\\S+) +(\\S+) +(\\S+) +(\\d{4}-\\d\\d-\\d\\dT\\S+) .*");

  private final String marker;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean done;

  EvidenceReader(String marker) {
    this.marker = marker;
  }

  void line(String line) {
    if (line.startsWith(marker + "\t") && rows.size() < MOST_ROWS) {
      List<String> row = List.of(line.substring(marker.length() + 1).split("\t", -1));
      done |= row.equals(List.of("done"));
      rows.add(row);
    }
  }

  boolean isDone() {
    return done;
  }

  Testimony testimony() {
    RecordTime times = times();
    Map<String, List<Clue>> journal = new HashMap<>();
    for (List<String> row : rows("journal", 2)) {
      times
          .read(row.get(1))
          .ifPresent(line ->
              journal
                  .computeIfAbsent(row.getFirst(), unit -> new ArrayList<>())
                  .add(new Clue(line.at(), "", afterHost(line.rest()), Source.JOURNAL)));
    }
    List<Clue> logins = new ArrayList<>(records("login", times, this::accepted));
    rows("last", 1).forEach(row -> last(row.getFirst(), times).ifPresent(logins::add));
    List<Clue> packages = new ArrayList<>(records("apt", times, this::apt));
    packages.addAll(records("dpkg", times, this::noted));
    packages.addAll(records("rpm", times, this::noted));
    return new Testimony(
        changed(),
        units(times.now()),
        records("sudo", times, this::sudo),
        packages,
        logins,
        journal);
  }

  private RecordTime times() {
    List<String> now = rows("now", 2).stream().findFirst().orElse(List.of("", ""));
    try {
      return new RecordTime(
          seconds(now.getFirst()).orElse(Instant.EPOCH), ZoneOffset.of(now.get(1)));
    } catch (DateTimeException e) {
      return new RecordTime(seconds(now.getFirst()).orElse(Instant.EPOCH), ZoneOffset.UTC);
    }
  }

  /** The later of the two times of a file: its content may have been given an old one. */
  private Map<String, Clue> changed() {
    Map<String, Clue> changed = new HashMap<>();
    for (List<String> row : rows("file", 5)) {
      Optional<Instant> content = seconds(row.get(2));
      Optional<Instant> status = seconds(row.get(3));
      if (content.isPresent() && status.isPresent()) {
        Instant at = content.get().isAfter(status.get()) ? content.get() : status.get();
        String what =
            row.get(0).equals(row.get(1))
                ? "last change of the file; it belongs to " + row.get(4)
                : "last change in the folder " + row.get(1) + ", in which it is missing";
        changed.putIfAbsent(row.getFirst(), new Clue(at, "", what, Source.FILE));
      }
    }
    return changed;
  }

  private Map<String, Instant> units(Instant now) {
    Map<String, Instant> units = new HashMap<>();
    Optional<Double> up = rows("uptime", 1).stream().findFirst().flatMap(r -> number(r.getFirst()));
    for (List<String> row : rows("unit", 2)) {
      Optional<Double> since = number(row.get(1)).filter(micros -> micros > 0);
      if (up.isPresent() && since.isPresent()) {
        long ago = (long) (up.get() - since.get() / 1_000_000);
        units.put(row.getFirst(), now.minusSeconds(Math.clamp(ago, 0, 1_000_000_000)));
      }
    }
    return units;
  }

  private interface Reading {
    Optional<Clue> of(RecordTime.Timed line);
  }

  private List<Clue> records(String tag, RecordTime times, Reading reading) {
    return rows(tag, 1).stream()
        .flatMap(row -> times.read(row.getFirst()).stream())
        .flatMap(line -> reading.of(line).stream())
        .toList();
  }

  private Optional<Clue> sudo(RecordTime.Timed line) {
    Matcher sudo = SUDO.matcher(line.rest());
    return sudo.matches()
        ? Optional.of(new Clue(line.at(), sudo.group(1), sudo.group(2), Source.SUDO))
        : Optional.empty();
  }

  private Optional<Clue> accepted(RecordTime.Timed line) {
    Matcher login = ACCEPTED.matcher(line.rest());
    return login.matches()
        ? Optional.of(
            new Clue(
                line.at(),
                login.group(2),
                "logged in from " + login.group(3) + " by " + login.group(1),
                Source.LOGIN))
        : Optional.empty();
  }

  private Optional<Clue> last(String text, RecordTime times) {
    Matcher login = LAST.matcher(text);
    if (!login.matches() || login.group(1).equals("reboot")) {
      return Optional.empty();
    }
    return times
        .read(login.group(4) + " ")
        .map(at ->
            new Clue(
                at.at(),
                login.group(1),
                "logged in on " + login.group(2) + " from " + login.group(3),
                Source.LOGIN));
  }

  /** Who, the command line, and what came of it, each behind a bar. */
  private Optional<Clue> apt(RecordTime.Timed line) {
    String[] parts = line.rest().split("\\|", 3);
    return parts.length == 3
        ? Optional.of(
            new Clue(line.at(), parts[0], parts[1] + " (" + parts[2] + ")", Source.PACKAGE_LOG))
        : Optional.empty();
  }

  private Optional<Clue> noted(RecordTime.Timed line) {
    return Optional.of(new Clue(line.at(), "", line.rest(), Source.PACKAGE_LOG));
  }

  private static String afterHost(String rest) {
    int blank = rest.indexOf(' ');
    return blank < 0 ? rest : rest.substring(blank + 1);
  }

  /** Rows of a tag that have as many fields behind it. */
  private List<List<String>> rows(String tag, int fields) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(tag) && row.size() == fields + 1)
        .map(row -> row.subList(1, row.size()))
        .toList();
  }

  private static Optional<Instant> seconds(String text) {
    return text.matches("\\d{1,11}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Optional<Double> number(String text) {
    return text.matches("\\d{1,16}(\\.\\d{1,6})?")
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }
}
