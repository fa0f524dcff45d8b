package io.meshinfra.reconcile.status;

/** Whether a node is as git says, as far as is known. */
public enum SyncStatus {
  SYNCED("Synced"),
  OUT_OF_SYNC("OutOfSync"),
  UNKNOWN("Unknown");

  private final String word;

  SyncStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
