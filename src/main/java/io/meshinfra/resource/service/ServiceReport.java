package io.meshinfra.resource.service;

import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the node told about its services.
 *
 * @param init what runs services there
 * @param due the due reactions by their note
 * @param bootLinks names of the scripts that start at boot
 */
record ServiceReport(
    String init,
    Map<String, String> due,
    List<UnitReport> units,
    Set<String> bootLinks,
    ProbeOutput output) {
  private static final Pattern LINK =
      Pattern.compile("/etc/rc[2-5]\\.d/S[0-9]{2}(.+)|/etc/runlevels/default/(.+)");

  static ServiceReport read(ProbeOutput output) {
    String init =
        output.rows("init").stream()
            .filter(row -> row.size() == 1)
            .map(List::getFirst)
            .findFirst()
            .orElse("");
    Map<String, String> due =
        output.rows("due").stream()
            .filter(row -> row.size() >= 2)
            .collect(Collectors.toMap(List::getFirst, row -> row.get(1), (first, more) -> first));
    return new ServiceReport(init, due, UnitReport.read(output), bootLinks(output), output);
  }

  private static Set<String> bootLinks(ProbeOutput output) {
    Set<String> names = new HashSet<>();
    for (List<String> row : output.rows("link")) {
      Matcher link = LINK.matcher(row.isEmpty() ? "" : row.getFirst());
      if (link.matches()) {
        names.add(link.group(1) == null ? link.group(2) : link.group(1));
      }
    }
    return names;
  }

  Observation of(ServiceSpec spec) {
    return switch (init) {
      case "systemd" -> systemd(spec);
      case "sysv" -> sysv(spec);
      case "none" ->
          Observation.unknown(
              "nothing runs services on the node: systemd is not running and there is no"
                  + " /etc/init.d");
      default -> Observation.unknown("the node did not say what runs its services");
    };
  }

  private Observation systemd(ServiceSpec spec) {
    String user = spec.user().map(Object::toString).orElse("");
    if (output.rows("nouser").contains(List.of(user))) {
      return Observation.ABSENT;
    }
    if (output.rows("nomanager").contains(List.of(user))) {
      return Observation.unknown(
          "systemd of user "
              + user
              + " is not running; allow it without a login: loginctl enable-linger "
              + user);
    }
    Optional<UnitReport> unit =
        units.stream()
            .filter(u -> u.user().equals(user) && u.isNamed(spec.name().unit()))
            .findFirst();
    if (unit.isEmpty()) {
      return Observation.unknown("systemd did not tell about " + spec.name().unit());
    }
    if (unit.get().isMissing()) {
      return missing(spec);
    }
    return Observation.present(
        unit.get()
            .state(spec, bootLinks.contains(spec.name().value()))
            .with(Reactive.DUE, dueOf(spec)));
  }

  private Observation sysv(ServiceSpec spec) {
    String name = spec.name().value();
    if (spec.user().isPresent()) {
      return Observation.unknown("services of users need systemd, which does not run on the node");
    }
    if (output.rows("noscript").contains(List.of(name))) {
      return missing(spec);
    }
    Optional<String> status =
        output.rows("status").stream()
            .filter(row -> row.size() == 2 && row.getFirst().equals(name))
            .map(List::getLast)
            .findFirst();
    return switch (status.orElse("")) {
      case "0" -> sysvState(spec, true);
      case "1", "2", "3", "32" -> sysvState(spec, false);
      case "" -> Observation.unknown("the node did not tell about " + name);
      default ->
          Observation.unknown(
              "service " + name + " status ended with " + status.orElse("") + ", not 0 or 3");
    };
  }

  private Observation sysvState(ServiceSpec spec, boolean running) {
    return Observation.present(
        State.EMPTY
            .with(ServiceType.RUNNING, running)
            .with(ServiceType.ENABLED, bootLinks.contains(spec.name().value()))
            .with(ServiceType.MASKED, false)
            .with(Reactive.DUE, dueOf(spec)));
  }

  /**
   * A service that is not there neither runs nor starts at boot, which may be all that is asked.
   */
  private Observation missing(ServiceSpec spec) {
    return spec.needsUnit() || spec.masked().orElse(false)
        ? Observation.ABSENT
        : Observation.present(
            State.EMPTY
                .with(ServiceType.RUNNING, false)
                .with(ServiceType.ENABLED, false)
                .with(ServiceType.MASKED, false)
                .with(Reactive.DUE, ServiceType.NOTHING_DUE));
  }

  /** An unknown word is taken for the stronger reaction. */
  private String dueOf(ServiceSpec spec) {
    String word = due.get(spec.dueMarker());
    if (word == null) {
      return ServiceType.NOTHING_DUE;
    }
    return word.equals(Reactive.Reaction.RELOAD.word()) ? word : Reactive.Reaction.RESTART.word();
  }
}
