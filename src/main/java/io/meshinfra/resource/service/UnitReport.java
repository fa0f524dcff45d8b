package io.meshinfra.resource.service;

import io.meshinfra.model.State;
import io.meshinfra.resource.ProbeOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code systemctl show} printed about one unit.
 *
 * @param user whose systemd it is, empty for the system
 */
record UnitReport(String user, Map<String, String> properties) {

  static List<UnitReport> read(ProbeOutput output) {
    List<UnitReport> units = new ArrayList<>();
    String user = null;
    Map<String, String> properties = new HashMap<>();
    for (String line : output.lines()) {
      int equals = line.indexOf('=');
      boolean property = user != null && equals > 0 && line.indexOf('\t') < 0;
      String key = property ? line.substring(0, equals) : "";
      if (!property || properties.containsKey(key)) {
        add(units, user, properties);
        properties = new HashMap<>();
      }
      if (property) {
        properties.put(key, line.substring(equals + 1));
      } else if (!line.isEmpty()) {
        user = scope(line);
      }
    }
    add(units, user, properties);
    return units;
  }

  private static void add(List<UnitReport> units, String user, Map<String, String> properties) {
    if (user != null && !properties.isEmpty()) {
      units.add(new UnitReport(user, Map.copyOf(properties)));
    }
  }

  /** Whose units follow the line; null for a line that starts no list of units. */
  private static String scope(String line) {
    if (line.equals("scope\tsystem")) {
      return "";
    }
    return line.startsWith("scope\tuser\t") ? line.substring("scope\tuser\t".length()) : null;
  }

  /** A unit also answers to its aliases. */
  boolean isNamed(String unit) {
    return properties.containsKey("LoadState")
        && properties.containsKey("ActiveState")
        && (unit.equals(of("Id")) || List.of(of("Names").split(" ")).contains(unit));
  }

  boolean isMissing() {
    return of("LoadState").equals("not-found") && !isUp();
  }

  State state(ServiceSpec spec, boolean bootLink) {
    return State.EMPTY
        .with(ServiceType.RUNNING, running(spec.running().orElse(false)))
        .with(ServiceType.ENABLED, enabled(spec.enabled().orElse(false), bootLink))
        .with(ServiceType.MASKED, isMasked());
  }

  private boolean isUp() {
    return switch (of("ActiveState")) {
      case "active", "reloading", "refreshing" -> true;
      default -> false;
    };
  }

  private boolean isMasked() {
    return of("LoadState").equals("masked") || of("UnitFileState").startsWith("masked");
  }

  /** true and false, or what it is instead: failed, activating, ... */
  private String running(boolean wanted) {
    if (isUp() || (wanted && hasDoneItsWork())) {
      return "true";
    }
    return switch (of("ActiveState")) {
      case "inactive", "failed" -> wanted ? of("ActiveState") : "false";
      default -> of("ActiveState");
    };
  }

  private boolean hasDoneItsWork() {
    return of("Type").equals("oneshot")
        && of("ActiveState").equals("inactive")
        && of("Result").equals("success")
        && !of("ExecMainExitTimestampMonotonic").isEmpty()
        && !of("ExecMainExitTimestampMonotonic").equals("0");
  }

  /**
   * true and false, or the state of the unit file when it is neither. Indirect, alias and transient
   * units have nothing of their own to enable, so either wish is met; so is false for a static one.
   */
  private String enabled(boolean wanted, boolean bootLink) {
    String state = of("UnitFileState");
    return switch (state) {
      case "enabled" -> "true";
      case "generated" -> Boolean.toString(bootLink);
      case "indirect", "alias", "transient" -> Boolean.toString(wanted);
      case "disabled", "linked", "linked-runtime", "" -> "false";
      case "static", "masked", "masked-runtime", "bad" -> wanted ? state : "false";
      default -> state;
    };
  }

  private String of(String property) {
    return properties.getOrDefault(property, "");
  }
}
