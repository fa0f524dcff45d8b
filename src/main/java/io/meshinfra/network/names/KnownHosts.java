package io.meshinfra.network.names;

import io.meshinfra.network.intent.HostCa;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes known_hosts of sshd(8) from the pinned keys of the Node manifests; pure. */
public final class KnownHosts {
  private final List<Destination> destinations;
  private final Map<String, Destination> named = new HashMap<>();
  private final Map<String, Set<Destination>> reached = new HashMap<>();

  public KnownHosts(List<Destination> destinations) {
    this.destinations = List.copyOf(destinations);
    for (Destination one : destinations) {
      one.own().forEach(form -> named.put(form, one));
      one.ways()
          .forEach(
              way -> reached.computeIfAbsent(way.form(), key -> new LinkedHashSet<>()).add(one));
    }
  }

  /**
   * The same, with the authority for names that are not here. A pinned key goes before it: of a
   * name that has one, the authority can say nothing else.
   */
  public String compile(Optional<HostCa> authority) {
    return compile() + authority.map(ca -> HostAuthority.lines(ca, destinations)).orElse("");
  }

  /** A line for each key of each node, with all forms of its names and addresses. */
  public String compile() {
    StringBuilder text =
        new StringBuilder(
            """
            # Made by mesh-infra from the host keys of the Node manifests. Keys of other machines belong elsewhere.
            """);
    for (Destination one : destinations) {
      Set<String> forms = new LinkedHashSet<>(one.own());
      one.ways().stream().map(Way::form).filter(form -> isOf(one, form)).forEach(forms::add);
      one.keys()
          .forEach(
              key -> text.append(String.join(",", forms)).append(' ').append(key).append('\n'));
    }
    return text.toString();
  }

  /**
   * Addresses that are left out, since two nodes have them, like one of a local network that both
   * are in at times: the key of one must not stand for the other.
   */
  public List<String> ambiguous() {
    List<String> told = new ArrayList<>();
    for (Destination one : destinations) {
      for (Way way : one.ways()) {
        if (!isOf(one, way.form())) {
          told.add(
              "%s is not only the %s of %s, so it is left out of known_hosts; %s works by its name"
                  .formatted(way.form(), way.name(), one.alias(), one.alias()));
        }
      }
    }
    return told;
  }

  /** Whose name or address in the mesh it is, has it; else who alone is reached by it. */
  private boolean isOf(Destination one, String form) {
    return named.containsKey(form)
        ? named.get(form).equals(one)
        : reached.getOrDefault(form, Set.of()).size() == 1;
  }
}
