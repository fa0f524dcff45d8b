package io.meshinfra.plan;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A step is carried out under the guard: the node puts back what it did unless the hub gets back in
 * within the time.
 *
 * @param why for people
 * @param paths of files and folders that the node keeps for it, beside what it always keeps
 * @param trees folders that it keeps with all that is in them
 * @param units services that are restarted when they are put back
 * @param isWhole whether all that the step does can be put back, as far as its kind tells
 */
public record Guard(
    Duration time,
    String why,
    List<String> paths,
    List<String> trees,
    List<String> units,
    boolean isWhole) {
  public Guard {
    paths = sorted(paths);
    trees = sorted(trees);
    units = sorted(units);
  }

  /** On one line: {@code 60 s: changes the SSH server}. */
  public String text() {
    String limits =
        isWhole
            ? ""
            : "; can put back accounts, keys, sudo, PAM, sshd, firewall, addresses and routes, and"
                + " nothing else that it does";
    return time.toSeconds() + " s: " + why + limits;
  }

  private static List<String> sorted(Collection<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
