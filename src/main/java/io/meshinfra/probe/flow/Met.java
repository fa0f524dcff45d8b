package io.meshinfra.probe.flow;

/** What a node met that tried to get to a port. */
public enum Met {
  /** Something took the connection. */
  OPEN("connected"),
  /** The machine itself says that nothing listens: the packet came there, and so did the answer. */
  CLOSED("reached, nothing listens"),
  /** Nothing comes back: dropped on the way, or with UDP perhaps taken. */
  SILENT("nothing comes back"),
  /**
   * Somebody on the way, or a firewall there, says that it must not be, or that nobody is there.
   */
  REJECTED("no way to it, or a firewall says no"),
  /** The node that tries has no route. */
  NO_ROUTE("the node has no route to it"),
  /** It could not be tried, or what the program said cannot be read. */
  UNTRIED("not tried");

  private final String words;

  Met(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Whether packets went there and back. */
  public boolean reached() {
    return this == OPEN || this == CLOSED;
  }
}
