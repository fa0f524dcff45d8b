package io.meshinfra.forge;

/**
 * What a forge takes at most.
 *
 * @param longestComment in characters
 */
public record Limits(int longestComment) {}
