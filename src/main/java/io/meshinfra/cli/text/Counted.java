package io.meshinfra.cli.text;

/** Numbers with their noun. */
public final class Counted {
  private Counted() {}

  /** {@code 1 node}, {@code 2 nodes}. */
  public static String of(int count, String noun) {
    return count + " " + (count == 1 ? noun : noun + "s");
  }
}
