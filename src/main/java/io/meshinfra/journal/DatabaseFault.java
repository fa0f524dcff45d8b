package io.meshinfra.journal;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the faults of a database apart: try again, tell the operator, or a bug of ours. */
enum DatabaseFault {
  /** Two transactions got in each other's way; the same again may succeed. */
  CONFLICT,
  /** A row with this key is there already. */
  DUPLICATE,
  /** The row that this one belongs to is not there. */
  ORPHAN,
  LOCKED,
  DISK_FULL,
  UNREACHABLE,
  REFUSED,
  OTHER,
  BUG;

  private static final int H2_ALREADY_OPEN = 90020;
  private static final int H2_DISK_FULL = 90100;
  private static final Pattern QUOTED_PATH = Pattern.compile("\"(/[^\"]+)\"");

  static DatabaseFault of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (e.getErrorCode() == H2_ALREADY_OPEN || mentions(e, "already in use", "file is locked")) {
      return LOCKED;
    }
    if (e.getErrorCode() == H2_DISK_FULL
        || state.equals("53100")
        || mentions(e, "No space left on device")) {
      return DISK_FULL;
    }
    return ofState(state);
  }

  private static DatabaseFault ofState(String state) {
    return switch (state) {
      // Serialization failure, deadlock; H2: lock timeout, concurrent update.
      case "40001", "40P01", "HYT00", "90131" -> CONFLICT;
      case "23505" -> DUPLICATE;
      case "23503", "23506" -> ORPHAN;
      // No connection, administrator shutdown, starting up, too many; H2: broken, closed, I/O.
      case "57P01", "57P02", "57P03", "53300", "90067", "90098", "90121", "90028", "90031" ->
          UNREACHABLE;
      case "3D000" -> REFUSED;
      default -> ofStateClass(state);
    };
  }

  private static DatabaseFault ofStateClass(String state) {
    if (state.startsWith("08")) {
      return UNREACHABLE;
    }
    if (state.startsWith("28")) {
      return REFUSED;
    }
    boolean ours = state.startsWith("42") || state.startsWith("22") || state.startsWith("23");
    return ours ? BUG : OTHER;
  }

  private static boolean mentions(Throwable e, String... texts) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      for (String text : texts) {
        if (message.contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The exception to throw for it. */
  RuntimeException toException(SQLException e) {
    return switch (this) {
      case ORPHAN ->
          new IllegalStateException("it belongs to something that was never recorded", e);
      case BUG, DUPLICATE ->
          new IllegalStateException("the journal and its schema do not fit: " + e.getMessage(), e);
      case LOCKED -> new JournalUnavailable(locked(e), e);
      case DISK_FULL ->
          new JournalUnavailable(
              "no space is left where the journal is kept; nothing was recorded. Free some space,"
                  + " or keep less: mesh.journal.retention",
              e);
      case UNREACHABLE ->
          new JournalUnavailable(
              "the journal's database does not answer ("
                  + e.getMessage()
                  + "). Is it running, and does mesh.journal.url name it?",
              e);
      case REFUSED ->
          new JournalUnavailable(
              "the journal's database refuses the hub ("
                  + e.getMessage()
                  + "). Check mesh.journal.url, .username and .password",
              e);
      case CONFLICT -> new JournalUnavailable("the journal stayed busy: " + e.getMessage(), e);
      case OTHER -> new JournalUnavailable("the journal failed: " + e.getMessage(), e);
    };
  }

  private static String locked(SQLException e) {
    String file = file(e).map(f -> " " + f).orElse("");
    return "the journal's file"
        + file
        + " is held by another process, most likely another hub or a database console. Only one may"
        + " have it open: stop the other (`fuser -v"
        + file
        + "` shows it), or give this hub its own mesh.home";
  }

  private static Optional<String> file(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      Matcher quoted = QUOTED_PATH.matcher(String.valueOf(t.getMessage()));
      if (quoted.find()) {
        String path = quoted.group(1);
        return Optional.of(path.endsWith(".mv.db") ? path : path + ".mv.db");
      }
    }
    return Optional.empty();
  }
}
