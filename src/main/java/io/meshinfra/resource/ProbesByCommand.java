package io.meshinfra.resource;

/**
 * A type whose probe runs commands that the repository gives. Whoever may change the repository may
 * run them on nodes; others may not have them run, only because they proposed a change.
 */
public interface ProbesByCommand {}
