package io.meshinfra.source;

/**
 * A branch as the remote has it.
 *
 * @param newest its head
 * @param ahead whether it has commits that the followed branch has not
 */
public record RemoteBranch(String name, CommitInfo newest, boolean ahead) {}
