package io.meshinfra.desired;

/** STAND-IN until the desired branch lands. */
public sealed interface Loading {
  record Loaded(Fleet fleet) implements Loading {}

  record Invalid(String report) implements Loading {}
}
