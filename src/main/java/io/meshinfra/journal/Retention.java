package io.meshinfra.journal;

import java.time.Instant;
import java.util.List;

/**
 * Forgets what is old. Keeps the last ended run of every node, runs that have not ended, what was
 * applied, revisions, suspensions and approvals; pull requests that are open or followed, and what
 * drifts now.
 */
public final class Retention {
  /** Small enough that a purge never keeps others waiting for long. */
  private static final int BATCH = 500;

  private static final Sort RUNS =
      new Sort(
          "select id from run where ended_at < ?"
              + " and seq not in (select max(seq) from run where ended_at is not null group by"
              + " node) order by seq limit ?",
          "delete from run where id = ?");
  private static final Sort EVENTS =
      new Sort(
          "select id from event where happened_at < ? order by id limit ?",
          "delete from event where id = ?");
  private static final Sort DELIVERIES =
      new Sort(
          "select digest as id from webhook_delivery where taken_at < ? order by taken_at limit ?",
          "delete from webhook_delivery where digest = ?");
  private static final Sort REVIEWS =
      new Sort(
          "select id from review where updated_at < ? and stage in ('SETTLED', 'CLOSED')"
              + " order by id limit ?",
          "delete from review where id = ?");

  /** Later than their pull request: while that is known, a comment must not act once more. */
  private static final Sort COMMENTS =
      new Sort(
          "select distinct pull_request as id from review_comment where seen_at < ?"
              + " and pull_request not in (select pull_request from review) limit ?",
          "delete from review_comment where pull_request = ?");

  /** Only those whose drift is over: by the others it is known what was answered. */
  private static final Sort DRIFT_REQUESTS =
      new Sort(
          "select node as id from drift_request where updated_at < ? and stage = 'GONE'"
              + " order by node limit ?",
          "delete from drift_request where node = ?");

  private static final Sort ROLLOUTS =
      new Sort(
          "select seq as id from rollout where wave_since < ? and phase = 'REPLACED'"
              + " order by seq limit ?",
          "delete from rollout where seq = ?");

  private static final Sort TOKENS =
      new Sort(
          "select id from agent_token where expires_at < ? order by expires_at limit ?",
          "delete from agent_token where id = ?");

  private static final Sort CERTIFICATES =
      new Sort(
          "select serial as id from certificate where valid_until < ? order by serial limit ?",
          "delete from certificate where serial = ?");

  private static final Sort HOST_CERTIFICATES =
      new Sort(
          "select serial as id from host_certificate where valid_until < ?"
              + " order by serial limit ?",
          "delete from host_certificate where serial = ?");

  private final Database database;

  Retention(Database database) {
    this.database = database;
  }

  /** How much was forgotten. */
  public record Purged(int runs, int events, int reviews, int tokens) {}

  /**
   * One sort of record.
   *
   * @param choose the keys, as {@code id}, of those older than an instant, at most so many
   * @param delete one by its key
   */
  private record Sort(String choose, String delete) {}

  /**
   * Deletes what ended before the instant: runs, events, deliveries, pull requests of which nothing
   * more is to be told, pull requests about drift that is over, tokens of agents and certificates.
   */
  public Purged purge(Instant before) {
    int runs = inBatches(RUNS, before);
    int events = inBatches(EVENTS, before);
    inBatches(DELIVERIES, before);
    int reviews = inBatches(REVIEWS, before);
    inBatches(COMMENTS, before);
    inBatches(DRIFT_REQUESTS, before);
    inBatches(ROLLOUTS, before);
    inBatches(CERTIFICATES, before);
    inBatches(HOST_CERTIFICATES, before);
    return new Purged(runs, events, reviews, inBatches(TOKENS, before));
  }

  private int inBatches(Sort sort, Instant before) {
    int all = 0;
    int some;
    do {
      some =
          database.transaction(connection -> {
            List<Object[]> keys =
                Database.list(
                    connection, row -> new Object[] {row.key("id")}, sort.choose(), before, BATCH);
            Database.batch(connection, sort.delete(), keys);
            return keys.size();
          });
      all += some;
    } while (some == BATCH);
    return all;
  }
}
