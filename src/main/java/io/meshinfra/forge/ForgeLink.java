package io.meshinfra.forge;

import java.util.Optional;

/**
 * What this hub has of forges.
 *
 * @param connection empty when no forge is set: then nothing is told in pull requests
 */
public record ForgeLink(Optional<Connection> connection) {}
