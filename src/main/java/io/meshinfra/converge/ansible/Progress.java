package io.meshinfra.converge.ansible;

import io.meshinfra.model.NodeName;

/** Hears what a playbook does just now, one printable line each. */
public interface Progress {
  void told(NodeName node, String line);

  /** Hears nothing. */
  Progress NONE = (node, line) -> {};
}
