package io.meshinfra.cli.join;

import io.meshinfra.join.Deeds;
import io.meshinfra.join.Machine;
import io.meshinfra.join.rights.Rights;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells people what becomes of a machine that joins. */
record JoinText(Machine machine, String login) {

  String told(ChangedFiles files, Rights rights) {
    String sudoers =
        rights
            .sudoers(login)
            .lines()
            .map(line -> "  | " + line + "\n")
            .collect(Collectors.joining());
    return "machine: %s %s, %s, as %s sees it%n%srights of %s: %s%n%s"
        .formatted(
            machine.distribution(),
            machine.arch(),
            machine.platform().name().toLowerCase(Locale.ROOT),
            machine.person(),
            files.told(),
            login,
            rights.told(),
            sudoers.isEmpty() ? "" : "  " + Rights.FILE + "\n" + sudoers);
  }

  static String told(Deeds deeds) {
    return deeds.deeds().stream()
        .map(deed ->
            switch (deed.kind()) {
              case DID -> "did: " + deed.what() + "\n";
              case KEPT -> "there already: " + deed.what() + "\n";
              case WARNING -> "warning: " + deed.what() + "\n";
            })
        .collect(Collectors.joining());
  }
}
