package io.meshinfra.resource;

/** Whether a resource shall be on the node at all. */
public enum Existence {
  PRESENT,
  ABSENT
}
