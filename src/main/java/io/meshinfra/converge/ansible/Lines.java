package io.meshinfra.converge.ansible;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream into lines; a line that is too long is left out as a whole. */
final class Lines {
  private static final int LONGEST = 64 * 1024;

  private final Consumer<String> onLine;
  private final long limit;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private long seen;

  Lines(Consumer<String> onLine, long limit) {
    this.onLine = onLine;
    this.limit = limit;
  }

  /** Whether more is wanted. */
  boolean add(byte[] bytes, int count) {
    seen += count;
    for (int i = 0; i < count && !isOverLimit(); i++) {
      if (bytes[i] == '\n') {
        end();
      } else if (line.size() < LONGEST) {
        line.write(bytes[i]);
      } else {
        tooLong = true;
      }
    }
    return !isOverLimit();
  }

  boolean isOverLimit() {
    return seen > limit;
  }

  private void end() {
    if (!tooLong) {
      onLine.accept(line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
    tooLong = false;
  }
}
