package io.meshinfra.probe;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.ProbePrelude;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine says about itself, in few forks. */
final class FactsProbe {
  private static final String ALONE = ProbePrelude.HOME + "/alone/key";
  private static final Pattern ALONE_FORM =
      Pattern.compile("([0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) ([0-9]{1,6}) ([0-9]{1,6})");

  private FactsProbe() {}

  static ShellScript script() {
    return ShellScript.lines(machine(), FirewallProbe.script());
  }

  private static ShellScript machine() {
    return ShellScript.of(
        """
        mesh_fact() { printf 'fact\\t%s\\t%s\\n' "$1" "$2"; }
        uname -s -n -r -m | { read -r name host kernel arch
          mesh_fact os "$name"; mesh_fact hostname "$host"; mesh_fact kernel "$kernel"
          mesh_fact arch "$arch"; }
        mesh_fact distribution "$MESH_ID"
        mesh_fact version "$MESH_VERSION"
        mesh_fact init "$MESH_INIT"
        mesh_fact packageManager "$MESH_PM"
        if mesh_has systemd-detect-virt; then mesh_fact virtualisation "$(systemd-detect-virt)"; fi
        if [ -r /proc/sys/kernel/random/boot_id ]; then
          read -r id </proc/sys/kernel/random/boot_id; mesh_fact bootId "$id"; fi
        if [ -r /proc/meminfo ]; then
          read -r _ size _ </proc/meminfo; mesh_fact memoryKiB "$size"; fi
        if mesh_has ip; then mesh_fact addresses "$(ip -o addr show scope global | while read -r _ _ _ a _
          do printf '%s ' "${a%/*}"; done)"; fi
        if [ -r {} ]; then read -r alone <{}; mesh_fact alone "$alone"; fi
        """,
        ALONE, ALONE);
  }

  static Facts read(ProbeOutput output) {
    Map<String, String> facts = new HashMap<>();
    for (List<String> row : output.rows("fact")) {
      if (row.size() == 2) {
        String name = row.get(0);
        facts.put(name, name.equals("alone") ? row.get(1) : Printable.line(row.get(1)));
      }
    }
    return new Facts(
        facts.getOrDefault("os", ""),
        facts.getOrDefault("distribution", ""),
        facts.getOrDefault("version", ""),
        facts.getOrDefault("arch", ""),
        facts.getOrDefault("kernel", ""),
        facts.getOrDefault("hostname", ""),
        word(Facts.Init.values(), facts.get("init"), Facts.Init.NONE),
        word(Facts.PackageManager.values(), facts.get("packageManager"), Facts.PackageManager.NONE),
        facts.getOrDefault("virtualisation", ""),
        kibibytes(facts.getOrDefault("memoryKiB", "")),
        Arrays.stream(facts.getOrDefault("addresses", "").split(" "))
            .filter(address -> !address.isEmpty())
            .toList(),
        facts.getOrDefault("bootId", ""),
        alone(facts.getOrDefault("alone", "")),
        FirewallProbe.read(output));
  }

  private static Optional<Facts.Alone> alone(String line) {
    Matcher words = ALONE_FORM.matcher(line);
    return words.matches()
        ? Optional.of(
            new Facts.Alone(
                words.group(1),
                new Revision(words.group(2)),
                Integer.parseInt(words.group(3)),
                Integer.parseInt(words.group(4))))
        : Optional.empty();
  }

  private static <E extends Enum<E>> E word(E[] values, String word, E otherwise) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElse(otherwise);
  }

  private static long kibibytes(String text) {
    boolean number =
        !text.isEmpty() && text.length() < 15 && text.chars().allMatch(Character::isDigit);
    return number ? Long.parseLong(text) * 1024 : 0;
  }
}
