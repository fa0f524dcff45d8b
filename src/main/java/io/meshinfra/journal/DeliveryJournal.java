package io.meshinfra.journal;

import io.meshinfra.model.Content;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * Deliveries of webhooks that were taken.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class DeliveryJournal {
  private final Database database;
  private final Clock clock;

  DeliveryJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Remembers a delivery; tells whether it was not known before.
   *
   * @param delivery what tells it apart, of any length
   */
  public boolean remember(String delivery) {
    return database.insertOnce(
        "insert into webhook_delivery (digest, taken_at) values (?, ?)",
        Content.digest(delivery.getBytes(StandardCharsets.UTF_8)),
        clock.instant());
  }
}
