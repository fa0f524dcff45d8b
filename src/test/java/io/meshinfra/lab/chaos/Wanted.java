package io.meshinfra.lab.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What one node shall be like in one round.
 *
 * @param entries the text of each resource, by a name of its own
 * @param files what shall be in /srv/data, by name; empty for a file that shall not be there
 * @param counters how many steps leave a line each time that they are done
 * @param secret the value of the secret of this node
 * @param guarded whether some step is under the guard
 */
record Wanted(
    String node,
    int round,
    Map<String, String> entries,
    Map<String, Optional<String>> files,
    int counters,
    String secret,
    boolean guarded) {
  private static final int FILES = 6;
  private static final int LONGEST = 60_000;

  Wanted {
    entries = new LinkedHashMap<>(entries);
    files = new TreeMap<>(files);
  }

  /** Before the first round. */
  static Wanted nothing(String node) {
    return new Wanted(node, 0, Map.of(), Map.of(), 0, "", false);
  }

  /** What the next round shall be like, while the dice are thrown. */
  private record Draft(
      int number, Random dice, Map<String, String> entries, Map<String, Optional<String>> files) {}

  /** What stays as it was, and what has changed by the dice. */
  Wanted next(int number, Random dice, Path secrets) {
    Draft draft = new Draft(number, dice, new LinkedHashMap<>(), new TreeMap<>(files));
    draft.entries().put("data", "directory: {path: /srv/data, mode: \"0755\"}");
    boolean guard = dice.nextInt(100) < 15;
    for (int i = 0; i < FILES; i++) {
      file(draft, "f" + i, guard && i == 0);
    }
    String held =
        changes(dice) || secret.isEmpty() ? "secret of %s in %d".formatted(node, number) : secret;
    draft.files().put("key", Optional.of(held));
    draft
        .entries()
        .put(
            "key",
            "file: {path: /srv/data/key, secretRef: \"file:%s\"}".formatted(secrets.resolve(node)));
    others(number, dice).forEach((name, entry) -> keepOr(draft, name, entry));
    int count = 1 + dice.nextInt(3);
    for (int i = 0; i < count; i++) {
      draft.entries().put("count-" + i, counter(number, i, dice));
    }
    return new Wanted(node, number, draft.entries(), draft.files(), count, held, guard);
  }

  private static boolean changes(Random dice) {
    return dice.nextInt(100) < 55;
  }

  private void keepOr(Draft draft, String name, String entry) {
    boolean changed = changes(draft.dice()) || !entries.containsKey(name);
    draft.entries().put(name, changed ? entry : entries.get(name));
  }

  private void file(Draft draft, String name, boolean guard) {
    Random dice = draft.dice();
    boolean absent = dice.nextInt(10) == 0 && !guard;
    int length = (int) (Math.pow(dice.nextDouble(), 4) * LONGEST);
    String mode = List.of("0644", "0600", "0640").get(dice.nextInt(3));
    boolean changed = changes(dice) || guard || !files.containsKey(name);
    if (changed) {
      String line = "%s of %s in round %d\n".formatted(name, node, draft.number());
      String text = line.repeat(1 + length / line.length()) + "end " + draft.number() + "\n";
      draft.files().put(name, absent ? Optional.empty() : Optional.of(text));
    }
    String entry =
        draft.files().get(name).isEmpty()
            ? "file: {path: /srv/data/%s, state: absent}".formatted(name)
            : "file: {path: /srv/data/%1$s, source: files/%2$s-%1$s, mode: \"%3$s\"}"
                .formatted(name, node, mode);
    String kept = entries.getOrDefault(name, "").replace(GUARD, "");
    draft.entries().put(name, (changed ? entry : kept) + (guard ? GUARD : ""));
  }

  private static final String GUARD = "\n      guard: true";

  /** One of each of the other kinds that a small node can have within milliseconds. */
  private static Map<String, String> others(int number, Random dice) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "deep", "directory: {path: /srv/data/deep, mode: \"07%d5\"}".formatted(dice.nextInt(8)));
    all.put("link", "symlink: {path: /srv/data/link, target: f%d}".formatted(dice.nextInt(FILES)));
    all.put(
        "shared",
        "block: {path: /srv/data/shared, name: own, content: \"line %d\\n\"}".formatted(number));
    all.put("crew", "group: {name: crew%s}".formatted(dice.nextBoolean() ? "" : ", state: absent"));
    all.put("ada", "user: {name: ada, comment: Ada %d, createHome: false}".formatted(number));
    all.put(
        "tick",
        "cron: {name: tick, schedule: \"%d 4 * * *\", command: \"true %d\"}"
            .formatted(number % 60, number));
    all.put(
        "alive",
        "sysctl: {key: net.ipv4.tcp_keepalive_time, value: \"%d\"}".formatted(500 + number));
    all.put(
        "conf",
        "file: {path: /etc/mesh-demo-svc.conf, content: \"interval=1\\n# %d\\n\"}"
            .formatted(number));
    all.put(
        "daemon",
        "service: {name: mesh-demo-svc, running: %s, enabled: true, restartOn: [\"file:/etc/mesh-demo-svc.conf\"]}"
            .formatted(dice.nextInt(4) > 0));
    all.put(
        "package",
        "package: {name: mesh-pkg-05, state: %s}"
            .formatted(dice.nextInt(100) < 12 ? "present" : "absent"));
    return all;
  }

  /** Not idempotent by itself: each begin and each end of it stays to be seen. */
  private static String counter(int number, int i, Random dice) {
    return """
    shell:
            name: count-%1$d
            check: test -e /srv/count/done-%2$d-%1$d
            apply: >-
              echo begin >>/srv/count/log-%2$d-%1$d; sleep 0.%3$02d;
              touch /srv/count/done-%2$d-%1$d; echo end >>/srv/count/log-%2$d-%1$d
          after: ["file:/srv/data/f%4$d"]\
    """
        .formatted(i, number, dice.nextInt(25), dice.nextInt(FILES));
  }

  /** The resources of the node's manifest. */
  String yaml() {
    StringBuilder text = new StringBuilder("  resources:\n");
    List<String> all = new ArrayList<>(entries.values());
    all.forEach(entry -> text.append("    - ").append(entry).append('\n'));
    return text.toString();
  }
}
