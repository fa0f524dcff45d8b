package io.meshinfra.transport;

import io.meshinfra.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the first 8 KiB of standard error and lets the rest go; who writes without end is told to
 * {@link #whenTooMuch}.
 */
public final class ErrorText extends OutputStream {
  /** Far more than a script of ours says, and a second or two of a flood. */
  static final long LARGEST = 4L * 1024 * 1024;

  private static final int KEPT = 8 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;
  private Runnable excess = () -> {};

  /**
   * @param hangUp called once, when more than {@value #LARGEST} bytes were written
   */
  void whenTooMuch(Runnable hangUp) {
    boolean already;
    lock.lock();
    try {
      excess = hangUp;
      already = total > LARGEST;
    } finally {
      lock.unlock();
    }
    if (already) {
      hangUp.run();
    }
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    Runnable told = () -> {};
    lock.lock();
    try {
      kept.write(bytes, from, Math.min(length, KEPT - kept.size()));
      if (total <= LARGEST && total + length > LARGEST) {
        told = excess;
      }
      total += length;
    } finally {
      lock.unlock();
    }
    told.run();
  }

  /** What was kept, printable, without blank space at its ends. */
  public String text() {
    lock.lock();
    try {
      return Printable.block(kept.toString(StandardCharsets.UTF_8)).strip();
    } finally {
      lock.unlock();
    }
  }
}
