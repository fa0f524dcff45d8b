package io.meshinfra.journal;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the journal of the database that {@code mesh.journal.kind} chooses. Both are built in; only
 * the chosen one is active, and only an active one may be asked for.
 */
@Singleton
final class JournalProducer {
  @Produces
  @Singleton
  Journal journal(
      @ConfigProperty(name = "mesh.journal.kind") String kind,
      @DataSource("h2") Instance<AgroalDataSource> h2,
      @DataSource("pg") Instance<AgroalDataSource> postgresql) {
    return switch (kind) {
      case "h2" -> new Journal(h2.get(), Clock.systemUTC());
      case "postgresql" -> new Journal(postgresql.get(), Clock.systemUTC());
      default ->
          throw new IllegalArgumentException("mesh.journal.kind is h2 or postgresql, not " + kind);
    };
  }
}
