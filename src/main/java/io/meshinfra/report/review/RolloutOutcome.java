package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;

/**
 * What a rollout does with a revision that was merged.
 *
 * @param phase a word, like {@code progressing}
 * @param wave that is under way, like {@code 1 of 2 (canary)}
 * @param counts how many nodes are how far, like {@code 1 done, 2 pending}
 * @param message what it waits for or why it ended; may be empty
 */
public record RolloutOutcome(
    String name, String phase, String wave, String counts, String message) {

  Markdown line() {
    Markdown how =
        Markdown.of("- rollout {}: {}, wave {}: {}", Markdown.code(name), phase, wave, counts);
    return message.isEmpty() ? how : Markdown.of("{}; {}", how, message);
  }
}
