package io.meshinfra.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/** The journal's tables as a test begins with them: migrated once in a JVM, then copied. */
public final class JournalTables {
  private JournalTables() {}

  /** Makes all tables in an H2 database that has none, as all migrations do. */
  public static void copyInto(DataSource empty) {
    try (Connection connection = empty.getConnection();
        Statement statement = connection.createStatement()) {
      for (String line : InH2.SCRIPT) {
        statement.execute(line);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("H2 does not take the script that it wrote", e);
    }
  }

  /** A database of its own, with all tables, on the PostgreSQL server of this JVM. */
  public static DataSource inPostgres() {
    String name = "journal_" + UUID.randomUUID().toString().replace('-', '_');
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + InPostgres.TEMPLATE);
    } catch (SQLException e) {
      throw new IllegalStateException("the server makes no database", e);
    }
    return server().getDatabase("postgres", name);
  }

  /** It ends with the JVM. */
  public static EmbeddedPostgres server() {
    return InPostgres.SERVER;
  }

  private static final class InH2 {
    private static final List<String> SCRIPT = script();

    private static List<String> script() {
      JdbcConnectionPool pool =
          JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
      try (Connection kept = pool.getConnection();
          Statement statement = kept.createStatement()) {
        Flyway.configure().dataSource(pool).load().migrate();
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("script nopasswords nosettings")) {
          while (rows.next()) {
            String line = rows.getString(1);
            if (!line.startsWith("--") && !line.startsWith("CREATE USER")) {
              lines.add(line);
            }
          }
        }
        return List.copyOf(lines);
      } catch (SQLException e) {
        throw new IllegalStateException("the tables cannot be made", e);
      } finally {
        pool.dispose();
      }
    }
  }

  private static final class InPostgres {
    private static final String TEMPLATE = "tables";
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        Flyway.configure().dataSource(server.getDatabase("postgres", TEMPLATE)).load().migrate();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("the server takes no tables", e);
      }
    }
  }
}
