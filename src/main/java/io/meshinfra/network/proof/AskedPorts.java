package io.meshinfra.network.proof;

import io.meshinfra.network.intent.OpenPorts;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;

/** The ports between two, as a condition asks for them. */
record AskedPorts(Spans spans) implements OpenPorts {
  @Override
  public boolean open(long first, long last) {
    return spans.spans().stream().anyMatch(span -> overlaps(span, first, last));
  }

  @Override
  public boolean free(long first, long last) {
    return spans.spans().stream()
        .anyMatch(span -> span.permit().free() && overlaps(span, first, last));
  }

  private static boolean overlaps(Span span, long first, long last) {
    return span.first() <= last && first <= span.last();
  }
}
