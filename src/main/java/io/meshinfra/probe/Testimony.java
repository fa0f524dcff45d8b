package io.meshinfra.probe;

import io.meshinfra.model.Evidence.Clue;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that a node told of what happened there lately, not yet linked to resources.
 *
 * @param changed when each path changed last, or the folder of one that is gone
 * @param units when the state of each unit changed last
 * @param commands what people did with sudo
 * @param packages what package managers noted
 * @param logins who came in
 * @param journal what services said of themselves, by unit
 */
record Testimony(
    Map<String, Clue> changed,
    Map<String, Instant> units,
    List<Clue> commands,
    List<Clue> packages,
    List<Clue> logins,
    Map<String, List<Clue>> journal) {
  Testimony {
    changed = Map.copyOf(changed);
    units = Map.copyOf(units);
    commands = List.copyOf(commands);
    packages = List.copyOf(packages);
    logins = List.copyOf(logins);
    journal = Map.copyOf(journal);
  }
}
