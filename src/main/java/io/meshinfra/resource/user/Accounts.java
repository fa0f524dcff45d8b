package io.meshinfra.resource.user;

import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.ProbeOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The accounts and groups a node told of.
 *
 * @param whole whether all accounts asked for are either there or do not exist
 * @param groupNames by number
 * @param memberships names of the supplementary groups, by account
 */
record Accounts(
    boolean whole,
    Map<String, List<String>> entries,
    Map<String, String> groupNames,
    Map<String, Set<String>> memberships) {

  static Accounts read(ProbeOutput output) {
    Map<String, List<String>> entries = new HashMap<>();
    Map<String, String> groupNames = new HashMap<>();
    Map<String, Set<String>> memberships = new HashMap<>();
    for (String line : output.lines()) {
      List<String> fields = List.of(line.split(":", -1));
      if (fields.size() == 7) {
        entries.putIfAbsent(fields.getFirst(), fields);
      } else if (fields.size() == 4) {
        groupNames.putIfAbsent(fields.get(2), fields.getFirst());
        for (String member : fields.get(3).split(",")) {
          memberships.computeIfAbsent(member, any -> new TreeSet<>()).add(fields.getFirst());
        }
      }
    }
    // getent ends with 2 when one of the names does not exist.
    boolean whole =
        output.rows("group").contains(List.of("0"))
            && (output.rows("passwd").contains(List.of("0"))
                || output.rows("passwd").contains(List.of("2")));
    return new Accounts(whole, entries, groupNames, memberships);
  }

  Observation of(UserSpec spec) {
    if (!whole) {
      return Observation.unknown("the node could not list its accounts with getent");
    }
    List<String> entry = entries.get(spec.name().value());
    if (entry == null) {
      return Observation.ABSENT;
    }
    if (!isNumber(entry.get(2)) || !isNumber(entry.get(3))) {
      return Observation.unknown("the node reported an account without numbers: " + spec.name());
    }
    String group = groupNames.getOrDefault(entry.get(3), entry.get(3));
    return Observation.present(
        State.EMPTY
            .with("uid", entry.get(2))
            .with("group", group)
            .with("groups", groups(spec, group))
            .with("comment", entry.get(4))
            .with("home", entry.get(5))
            .with("shell", entry.get(6)));
  }

  /**
   * With append only the groups asked for matter. The primary group counts when it is asked for,
   * although /etc/group does not list its members.
   */
  private Value groups(UserSpec spec, String primary) {
    Collection<String> wanted = spec.groups().map(UserType::names).orElse(List.of());
    List<String> shown = new ArrayList<>(memberships.getOrDefault(spec.name().value(), Set.of()));
    shown.remove(primary);
    if (wanted.contains(primary)) {
      shown.add(primary);
    }
    if (spec.append()) {
      shown.retainAll(wanted);
    }
    return Value.of(shown);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
