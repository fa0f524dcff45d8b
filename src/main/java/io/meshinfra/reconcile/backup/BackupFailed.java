package io.meshinfra.reconcile.backup;

/**
 * Nothing was backed up or put back, for a reason that people can mend; what was there is there.
 */
public final class BackupFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BackupFailed(String message) {
    super(message, null, false, false);
  }
}
