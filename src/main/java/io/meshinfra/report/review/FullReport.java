package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.net.URI;
import java.util.Optional;

/**
 * Where all of a report is to be read, when a comment is too short for it.
 *
 * @param review what the hub calls it
 * @param page on the hub, when it is known how people reach the hub
 */
public record FullReport(long review, Optional<URI> page) {
  Markdown notice() {
    Markdown command = Markdown.code("mesh get reviews " + review);
    return page.map(address ->
            Markdown.of(
                "This comment is full. {}, or {}.",
                Markdown.link(Markdown.of("The whole report is on the hub"), address),
                command))
        .orElse(Markdown.of("This comment is full. The whole report is on the hub: {}.", command));
  }
}
