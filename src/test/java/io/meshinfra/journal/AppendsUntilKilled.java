package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/** Records runs and events as fast as it can, and prints each one that the journal acknowledged. */
final class AppendsUntilKilled {
  private AppendsUntilKilled() {}

  public static void main(String[] arguments) {
    JdbcConnectionPool source = JdbcConnectionPool.create(arguments[0], "", "");
    Flyway.configure().dataSource(source).load().migrate();
    Journal journal = new Journal(source, Clock.systemUTC());
    NodeName node = new NodeName("hub");
    Revision revision = new Revision("1".repeat(40));
    for (int i = 0; ; i++) {
      RunId run = new RunId("round" + arguments[1] + "-" + String.format("%08d", i));
      journal.runs().begin(new RunStart(run, node, revision, "push", Instant.now()));
      journal.runs().planned(run, "hash", 1, "plan");
      System.out.println("run " + run);
      long id =
          journal
              .events()
              .append(new Event(Instant.now(), Optional.of(node), Optional.of(run), "test", "x"));
      System.out.println("event " + id);
    }
  }
}
