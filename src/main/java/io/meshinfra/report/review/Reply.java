package io.meshinfra.report.review;

import java.time.Instant;

/**
 * What came of a command that somebody wrote under the pull request.
 *
 * @param command as the hub understood it
 * @param by login, hostile
 */
public record Reply(String command, String by, Instant at, String answer) {}
