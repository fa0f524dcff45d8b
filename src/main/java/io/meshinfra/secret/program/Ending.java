package io.meshinfra.secret.program;

/** How a program that gives a secret ended. */
public sealed interface Ending {

  /**
   * It went well.
   *
   * @param output all of it, which may be the secret
   */
  record Said(String output) implements Ending {
    @Override
    public String toString() {
      return "Said[redacted]";
    }
  }

  /**
   * It ended with an error.
   *
   * @param errors the line that it complained with, printable; no output is in it
   */
  record Failed(int code, String errors) implements Ending {}

  /** It is not there, takes too long or says too much. */
  record Useless(String reason) implements Ending {}
}
