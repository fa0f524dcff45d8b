package io.meshinfra.reconcile.agent;

/**
 * Who may ask for what. A method of a resource that names no role is for the operator alone: what
 * is new is closed to agents until somebody opens it.
 */
public final class Roles {
  /** Whoever has the hub's own token. */
  public static final String OPERATOR = "operator";

  /** Whoever has a token of an agent: may look at what the hub knows. */
  public static final String AGENT = "agent";

  /** An agent whose token says so: may have nodes reconciled, as far as its contract goes. */
  public static final String RECONCILER = "reconciler";

  /** Somebody with a token for logging in: may ask for an SSH certificate, and nothing else. */
  public static final String PERSON = "person";

  private Roles() {}
}
