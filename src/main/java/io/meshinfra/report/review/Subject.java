package io.meshinfra.report.review;

import io.meshinfra.model.Revision;
import java.time.Instant;

/**
 * What a report is about.
 *
 * @param fleet of the desired state
 * @param hub that wrote it; two hubs on one repository write one comment each
 * @param head newest commit of the pull request
 * @param branch that it shall be merged into
 * @param target commit of that branch, whose policy judges
 * @param at when the report was made
 */
public record Subject(
    String fleet, String hub, Revision head, String branch, Revision target, Instant at) {}
