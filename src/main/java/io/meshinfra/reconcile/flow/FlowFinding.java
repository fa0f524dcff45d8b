package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.flow.Flow;
import java.util.Locale;

/**
 * What was found out about one flow.
 *
 * @param met what was met by whoever tried, for people
 * @param why what to know about it; empty where it is as it shall be
 */
public record FlowFinding(Flow flow, Verdict verdict, String met, String why) {

  /** As whom it was tried: a node, or {@code outside}. */
  public String from() {
    return flow.from().peer().toString();
  }

  /** Who tried. */
  public String by() {
    return flow.from().who();
  }

  public NodeName to() {
    return flow.to();
  }

  public String address() {
    return flow.address().toString();
  }

  public int port() {
    return flow.port();
  }

  /** In a word, like {@code tcp}. */
  public String protocol() {
    return flow.protocol().word();
  }

  /** How it stands with a flow. */
  public enum Verdict {
    /** Allowed, and packets get there and back. */
    WORKS,
    /** Denied, and nothing gets through. */
    HELD,
    /** Denied, and it works nevertheless: drift. */
    LEAKS,
    /** Allowed, and it does not work. */
    FAILS,
    /** Nobody can tell. */
    UNKNOWN;

    /** For people and programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is not as the intent has it. */
    public boolean differs() {
      return this == LEAKS || this == FAILS;
    }
  }
}
