package io.meshinfra.forge;

import java.util.Optional;

/**
 * A forge and what this one can do beyond that.
 *
 * @param members who may write; where it is not known, whoever can push may
 * @param account as whom the hub writes
 */
public record Connection(
    Forge forge,
    Limits limits,
    Optional<Members> members,
    Optional<Proposes> proposes,
    Optional<Hooks> hooks,
    Optional<Account> account) {}
