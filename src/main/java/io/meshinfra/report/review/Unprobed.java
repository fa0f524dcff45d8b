package io.meshinfra.report.review;

import io.meshinfra.model.ResourceId;

/**
 * A resource of the pull request that was not looked at on the node.
 *
 * @param reason for people
 */
public record Unprobed(ResourceId resource, String reason) {}
