package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import java.util.List;

/** What became of reading an intent. */
public sealed interface Reading {
  /** It is sound. */
  record Sound(Intent intent) implements Reading {}

  /** It has mistakes; at least one. */
  record Faulty(List<Finding> findings) implements Reading {
    public Faulty {
      findings = List.copyOf(findings);
    }
  }
}
