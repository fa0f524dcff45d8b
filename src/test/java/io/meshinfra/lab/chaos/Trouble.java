package io.meshinfra.lab.chaos;

import java.util.Random;
import java.util.regex.Pattern;

/** What happens to one node in the middle of an apply. */
enum Trouble {
  /** Nothing goes in or out, and nobody is told. */
  LINK_CUT(28, ""),
  /** The servers of the open connections are killed. */
  CONNECTION_RESET(15, ""),
  /** The power goes; what the kernel holds for the disk is not lost in the lab. */
  NODE_KILLED(15, "reboot|kill|away|did not end|did not tell|afterwards still sees"),
  NODE_REBOOTED(
      12,
      "reboot|kill|away|did not end|did not tell|signal|143|137|terminated|afterwards still sees"),
  /** Where the managed files and the runs of mesh are. */
  DISK_FULL(16, "disk full|No space left|cannot|could not|exit code \\d+: ?(;|$)"),
  /** What {@code date} says, and the times of all files of mesh; the kernel is the host's. */
  CLOCK_MOVED(14, "");

  private final int ofAHundred;
  private final Pattern reasons;

  Trouble(int ofAHundred, String reasons) {
    this.ofAHundred = ofAHundred;
    this.reasons = Pattern.compile(reasons.isEmpty() ? "(?!)" : reasons);
  }

  /** One of them, some more often than others. */
  static Trouble by(Random dice) {
    int left = dice.nextInt(100);
    for (Trouble trouble : values()) {
      left -= trouble.ofAHundred;
      if (left < 0) {
        return trouble;
      }
    }
    throw new IllegalStateException("the shares do not make a hundred");
  }

  /** Whether a node may stay out of sync for that reason, until somebody insists. */
  boolean explains(String reason) {
    return reasons.matcher(reason).find();
  }

  /** Whether a step that has begun may be broken off by it, and begun anew later. */
  boolean breaksSteps() {
    return switch (this) {
      case NODE_KILLED, NODE_REBOOTED -> true;
      case LINK_CUT, CONNECTION_RESET, DISK_FULL, CLOCK_MOVED -> false;
    };
  }
}
