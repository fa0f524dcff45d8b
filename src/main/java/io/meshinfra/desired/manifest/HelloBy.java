package io.meshinfra.desired.manifest;

/** By what a node is brought to say that it is back. */
public enum HelloBy {
  /** A unit at boot and after sleep, and a timer. */
  SYSTEMD,
  /** A job of cron at boot and every five minutes; also for WSL2 without systemd. */
  CRON
}
