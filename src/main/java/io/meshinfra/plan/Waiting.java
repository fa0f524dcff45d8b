package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;

/** A change that this plan leaves alone, and why. */
public record Waiting(ResourceChange change, String reason) {}
