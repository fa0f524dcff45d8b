package io.meshinfra.reconcile.status;

/** How the hub's work on a node goes, beside the sync status. */
public enum Health {
  HEALTHY("Healthy"),
  PROGRESSING("Progressing"),
  DEGRADED("Degraded"),
  SUSPENDED("Suspended"),
  AWAY("Away");

  private final String word;

  Health(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
