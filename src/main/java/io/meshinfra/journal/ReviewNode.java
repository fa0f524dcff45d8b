package io.meshinfra.journal;

import io.meshinfra.report.review.NodeOutcome;
import java.util.Optional;

/**
 * A node that the plan of a pull request is about.
 *
 * @param planHash of its plan; absent when it had none
 * @param outcome pending until the pull request was merged
 */
public record ReviewNode(Optional<String> planHash, NodeOutcome outcome) {}
