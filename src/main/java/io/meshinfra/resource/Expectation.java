package io.meshinfra.resource;

import io.meshinfra.model.State;

/** What shall be so: the resource exists like this, or does not exist. */
public sealed interface Expectation {
  /** The resource exists and has these attributes; others do not matter. */
  record Exists(State state) implements Expectation {}

  /** The resource does not exist. */
  record Gone() implements Expectation {}

  Expectation GONE = new Gone();

  static Expectation exists(State state) {
    return new Exists(state);
  }
}
