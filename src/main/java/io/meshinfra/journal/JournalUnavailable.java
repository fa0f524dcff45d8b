package io.meshinfra.journal;

/** The journal cannot be read or written just now; the message says why and what to do. */
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
