package io.meshinfra.network.intent;

/** What a condition can ask of the ports that are open between two. */
public interface OpenPorts {
  /** Whether any of these is, if only as often as a rate says. */
  boolean open(long first, long last);

  /** Whether any of these is without a rate limit. */
  boolean free(long first, long last);
}
