package io.meshinfra.source;

/** Carries the reason out of the depth of a fetch; {@link GitSource} makes a value of it. */
final class FetchFailed extends Exception {
  private static final long serialVersionUID = 1;

  FetchFailed(String reason) {
    super(reason);
  }
}
