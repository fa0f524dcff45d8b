package io.meshinfra.network.matrix;

/** Neighbouring ports of the same permit, both ends included. */
public record Span(int first, int last, Permit permit) {
  public Span {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("ports go from " + first + " to " + last);
    }
  }

  @Override
  public String toString() {
    String ports = first == last ? String.valueOf(first) : first + "-" + last;
    return permit.free() ? ports : ports + " (" + permit + ")";
  }
}
