package io.meshinfra.forge;

/** A forge where the hub writes under a name of its own. */
public interface Account {
  /** The login of the hub: a comment that claims to be the hub's and has another author is not. */
  Answer<String> login();
}
