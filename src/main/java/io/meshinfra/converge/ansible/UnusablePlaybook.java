package io.meshinfra.converge.ansible;

/** The call cannot be made; the message says what is wrong and how to mend it. */
final class UnusablePlaybook extends Exception {
  private static final long serialVersionUID = 1;

  UnusablePlaybook(String message) {
    super(message);
  }
}
