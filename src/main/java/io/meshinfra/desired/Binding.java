package io.meshinfra.desired;

import java.util.List;

/** What became of binding YAML to a record: the record, or every mistake found. */
public sealed interface Binding<S> {

  /** The YAML fits. */
  record Bound<S>(S spec) implements Binding<S> {}

  /** The YAML does not fit; at least one finding. */
  record Faulty<S>(List<Finding> findings) implements Binding<S> {
    public Faulty {
      findings = List.copyOf(findings);
    }
  }
}
