package io.meshinfra.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The file of an embedded journal, opened by a program that is no hub. As long as it is open no hub
 * can have it, and the other way round.
 */
public final class JournalFile implements AutoCloseable {
  /** H2 puts it behind the name that it is told. */
  public static final String ENDING = ".mv.db";

  private static final Pattern MIGRATION = Pattern.compile("V([0-9]{1,6})__.*\\.sql");
  private static final String FIRST = "/db/migration/V1__journal.sql";

  private final JdbcConnectionPool pool;
  private final Database database;
  private final Journal journal;

  private JournalFile(JdbcConnectionPool pool) {
    this.pool = pool;
    this.database = new Database(pool, new Fence());
    this.journal = new Journal(pool, Clock.systemUTC());
  }

  /**
   * @param file without its ending, as {@code mesh.journal.file} names it
   * @throws JournalUnavailable when a hub has it, or it is none
   */
  public static JournalFile open(Path file) {
    String url =
        "jdbc:h2:file:" + file.toAbsolutePath() + ";IFEXISTS=TRUE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
    JournalFile opened = new JournalFile(JdbcConnectionPool.create(url, "", ""));
    try {
      opened.schema();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  public Journal journal() {
    return journal;
  }

  /** Version of its tables. */
  public int schema() {
    return database
        .list(
            row -> Integer.parseInt(row.text("version")),
            "select \"version\" as version from \"flyway_schema_history\" where \"success\""
                + " and \"version\" is not null")
        .stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow(() -> new JournalUnavailable("there is no journal in this file", null));
  }

  /** The newest version of the tables that this program knows. */
  public static int newestSchema() {
    try {
      URI first = JournalFile.class.getResource(FIRST).toURI();
      if (!first.getScheme().equals("jar")) {
        return newest(Path.of(first).getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(first, Map.of())) {
        return newest(jar.getPath(FIRST).getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> MIGRATION.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max()
          .orElseThrow();
    }
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
