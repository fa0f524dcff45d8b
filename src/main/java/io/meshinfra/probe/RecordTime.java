package io.meshinfra.probe;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the times that stand at the beginning of records, in the forms that logs have.
 *
 * @param now of the node
 * @param zone of the node, for records that do not name one
 */
record RecordTime(Instant now, ZoneOffset zone) {
  private static final Pattern UNIX = Pattern.compile("(\\d{9,11})(?:\\.\\d+)? (.*)");
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)?[ |](.*)");
  private static final Pattern OLD =
      Pattern.compile("([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d) (.*)");
  private static final DateTimeFormatter MONTH_DAY =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy MMM d HH:mm:ss")
          .toFormatter(Locale.ENGLISH);

  /** A record and when it was made. */
  record Timed(Instant at, String rest) {}

  /** Empty when the line begins with no time, or with one that cannot be. */
  Optional<Timed> read(String line) {
    try {
      Matcher unix = UNIX.matcher(line);
      if (unix.matches()) {
        return Optional.of(
            new Timed(Instant.ofEpochSecond(Long.parseLong(unix.group(1))), unix.group(2)));
      }
      Matcher iso = ISO.matcher(line);
      if (iso.matches()) {
        return Optional.of(new Timed(iso(iso.group(1), iso.group(2)), iso.group(3)));
      }
      Matcher old = OLD.matcher(line);
      return old.matches() ? Optional.of(new Timed(old(old), old.group(4))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Instant iso(String time, String offset) {
    String local = time.replace(' ', 'T');
    return offset == null
        ? LocalDateTime.parse(local).toInstant(zone)
        : OffsetDateTime.of(LocalDateTime.parse(local), ZoneOffset.of(offset)).toInstant();
  }

  /** Without a year; it is the last such day that is not to come. */
  private Instant old(Matcher line) {
    int year = Year.from(now.atOffset(zone)).getValue();
    String day = " %s %s %s".formatted(line.group(1), line.group(2), line.group(3));
    Instant at = LocalDateTime.parse(year + day, MONTH_DAY).toInstant(zone);
    return at.isAfter(now.plusSeconds(86_400))
        ? LocalDateTime.parse((year - 1) + day, MONTH_DAY).toInstant(zone)
        : at;
  }
}
