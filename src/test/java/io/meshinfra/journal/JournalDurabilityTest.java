package io.meshinfra.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process that writes the journal. Whatever the journal had acknowledged must be there
 * afterwards; with the database's own default it would not be.
 */
class JournalDurabilityTest {
  private static final int LEAST_ACKNOWLEDGED = 20;

  @TempDir Path folder;

  @RepeatedTest(3)
  void shouldKeepEverythingAcknowledgedWhenKilled(RepetitionInfo round) throws Exception {
    String url = url();
    // A moment that differs from round to round and can be had again.
    int killAfter = LEAST_ACKNOWLEDGED + new Random(round.getCurrentRepetition()).nextInt(400);
    Path output = folder.resolve("acknowledged");
    Process writer =
        ChildJvm.start(output, AppendsUntilKilled.class, url, "" + round.getCurrentRepetition());
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged(output).size() >= killAfter);
    } finally {
      writer.destroyForcibly().waitFor();
    }
    List<String> acknowledged = acknowledged(output);

    List<String> lost = lost(url, acknowledged);

    assertTrue(lost.isEmpty(), lost.size() + " of " + acknowledged.size() + " lost");
  }

  /** Whole lines only: the last one may have been cut by the kill. */
  private static List<String> acknowledged(Path output) throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static List<String> lost(String url, List<String> acknowledged) {
    JdbcConnectionPool source = JdbcConnectionPool.create(url, "", "");
    try {
      Journal journal = new Journal(source, Clock.systemUTC());
      Set<String> kept = new HashSet<>();
      journal.events().after(0, Integer.MAX_VALUE).forEach(e -> kept.add("event " + e.id()));
      journal.runs().unfinished().forEach(run -> kept.add("run " + run.id()));
      return acknowledged.stream().filter(line -> !kept.contains(line)).toList();
    } finally {
      source.dispose();
    }
  }

  /** The address that a hub uses when nobody configures one. */
  private String url() throws IOException {
    Properties defaults = new Properties();
    Path file = Path.of("src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      defaults.load(reader);
    }
    return defaults
        .getProperty("quarkus.datasource.h2.jdbc.url")
        .replace("${mesh.journal.file}", defaults.getProperty("mesh.journal.file"))
        .replace("${mesh.home}", folder.toString());
  }
}
