package io.meshinfra.transport;

import io.meshinfra.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the first 8 KiB of standard error and lets the rest go. */
public final class ErrorText extends OutputStream {
  private static final int KEPT = 8 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    lock.lock();
    try {
      kept.write(bytes, from, Math.min(length, KEPT - kept.size()));
    } finally {
      lock.unlock();
    }
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
