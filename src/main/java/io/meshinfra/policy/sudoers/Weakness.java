package io.meshinfra.policy.sudoers;

/**
 * A line of a sudoers file that lets somebody take a way into the machine away.
 *
 * @param line counted from 1
 * @param direct whether a command that it allows does so itself; otherwise it gives the power to,
 *     in a roundabout way
 * @param reason who can do what, and how to mend it
 */
public record Weakness(int line, boolean direct, String reason) {}
