package io.meshinfra.forge;

/** A forge that knows who may write to the repository. */
public interface Members {
  /** Whether the login may push; a login that the forge does not know may not. */
  Answer<Boolean> mayWrite(String login);
}
