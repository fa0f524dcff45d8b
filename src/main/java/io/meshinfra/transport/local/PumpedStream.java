package io.meshinfra.transport.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Output of a process that can be given up at any time: a read of a pipe itself cannot be ended
 * while some orphan holds its other end.
 */
final class PumpedStream extends InputStream {
  private static final byte[] END = {};
  private static final int CHUNK = 16 * 1024;

  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(8);
  private final InputStream source;
  private final Thread pump;
  private volatile boolean closed;
  private byte[] current = END;
  private int next;
  private boolean ended;

  PumpedStream(InputStream source) {
    this.source = source;
    this.pump = Thread.ofVirtual().name("script-output").start(this::pump);
  }

  private void pump() {
    byte[] buffer = new byte[CHUNK];
    try (source) {
      int got;
      while (!closed && (got = source.read(buffer)) >= 0) {
        if (got > 0) {
          chunks.put(Arrays.copyOf(buffer, got));
        }
      }
    } catch (IOException | InterruptedException e) {
      // the end, as far as the reader is concerned
    } finally {
      end();
    }
  }

  private void end() {
    boolean told = false;
    while (!told && !closed) { // once closed, nobody waits any more
      try {
        told = chunks.offer(END, 1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        told = closed;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @SuppressWarnings("ReferenceEquality") // END is one object
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      if (next == current.length && !ended) {
        current = chunks.take();
        next = 0;
        ended = current == END;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (ended || closed) {
      return -1;
    }
    int taken = Math.min(length, current.length - next);
    System.arraycopy(current, next, into, from, taken);
    next += taken;
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    pump.interrupt();
    while (!chunks.offer(END)) {
      chunks.clear();
    }
  }
}
