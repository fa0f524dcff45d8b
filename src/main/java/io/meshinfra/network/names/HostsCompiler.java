package io.meshinfra.network.names;

import io.meshinfra.network.intent.Intent;

/** Writes the lines of hosts(5), the same for every node; pure. */
public final class HostsCompiler {
  private HostsCompiler() {}

  /** Also of machines that are no nodes of the fleet: they are in the mesh. */
  public static String compile(Intent intent) {
    StringBuilder text = new StringBuilder();
    intent
        .nodes()
        .values()
        .forEach(node ->
            text.append(node.address())
                .append(' ')
                .append(String.join(" ", NodeNames.of(node)))
                .append('\n'));
    return text.toString();
  }
}
