package io.meshinfra.model;

/** What the probe learned about one resource; partial and already old when it is read. */
public sealed interface Observation {

  /** The resource exists and looks like this. */
  record Present(State state) implements Observation {}

  /** The resource does not exist on the node. */
  record Absent() implements Observation {}

  /** The probe could not tell; never acted on. */
  record Unknown(String reason) implements Observation {}

  Observation ABSENT = new Absent();

  static Observation present(State state) {
    return new Present(state);
  }

  static Observation unknown(String reason) {
    return new Unknown(Printable.line(reason));
  }
}
