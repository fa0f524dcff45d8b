package io.meshinfra.join;

import io.meshinfra.desired.edit.FreshYaml;
import io.meshinfra.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The manifest of a machine that becomes a node. Pure. */
public record NodeDraft(Machine machine, Wishes wishes) {
  private static final int USUAL_PORT = 22;
  private static final Pattern NEAR =
      Pattern.compile("10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|127\\..*");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern SCHEDULE = Pattern.compile("[A-Z][a-z]{2}.* .*");

  /** The manifest with the given way to become root. */
  public String manifest(Target.Become become) {
    return """
    apiVersion: mesh-infra/v1
    kind: Node
    metadata:
      name: %s
      labels: %s
    spec:
      presence: %s
      access:
    %s
      hostKeys: %s
      user: %s
      become: %s
    """
        .formatted(
            wishes.name(),
            FreshYaml.map(labels()),
            presenceText(),
            access().stream().map(way -> "    - " + way).collect(Collectors.joining("\n")),
            wishes.hostKeys().stream()
                .map(FreshYaml::quoted)
                .collect(Collectors.joining(", ", "[", "]")),
            FreshYaml.word(wishes.login()),
            become.name().toLowerCase(Locale.ROOT));
  }

  private Map<String, String> labels() {
    Map<String, String> found = new TreeMap<>();
    put(found, "os", machine.distribution().isEmpty() ? machine.os() : machine.distribution());
    put(found, "arch", machine.arch());
    switch (machine.platform()) {
      case METAL -> {
        if (machine.portable()) {
          found.put("platform", "laptop");
        }
      }
      case VM, CONTAINER, WSL2 ->
          found.put("platform", machine.platform().name().toLowerCase(Locale.ROOT));
    }
    found.putAll(wishes.labels());
    Map<String, String> written = new LinkedHashMap<>();
    found.forEach((key, value) -> written.put(key, FreshYaml.word(value)));
    return written;
  }

  private static void put(Map<String, String> labels, String key, String value) {
    if (!value.isEmpty()) {
      labels.put(key, value.toLowerCase(Locale.ROOT));
    }
  }

  /** Always-on unless people carry the machine, or it ends with their work. */
  String presence() {
    boolean comesAndGoes = machine.portable() || machine.platform() == Machine.Platform.WSL2;
    return wishes.presence().orElse(comesAndGoes ? "on-demand" : "always-on");
  }

  boolean isAlwaysOn() {
    return presence().equals("always-on");
  }

  private String presenceText() {
    String presence = presence();
    return SCHEDULE.matcher(presence).matches()
        ? "{schedule: " + FreshYaml.quoted(presence) + "}"
        : FreshYaml.word(presence);
  }

  /** The ways in, those by a mesh first, and that by which it was reached. */
  private List<String> access() {
    List<String> ways = new ArrayList<>();
    for (Wishes.Way way : wishes.access()) {
      add(ways, way.kind() + ": " + host(way.host()));
    }
    machine
        .interfaces()
        .forEach(one ->
            one.mesh()
                .filter(mesh -> machine.ports().isEmpty() || machine.ports().contains(USUAL_PORT))
                .ifPresent(mesh -> add(ways, mesh + ": " + one.address())));
    boolean known = ways.stream().anyMatch(way -> way.endsWith(": " + wishes.host()));
    if (!known || wishes.port() != USUAL_PORT) {
      add(ways, reached());
    }
    machine.ports().stream()
        .filter(port -> isReachedAsItListens() && port != wishes.port() && port != USUAL_PORT)
        .forEach(port -> add(ways, ssh(port, "emergency")));
    return ways;
  }

  private String reached() {
    if (wishes.port() != USUAL_PORT) {
      boolean second = isReachedAsItListens() && machine.ports().contains(USUAL_PORT);
      return ssh(wishes.port(), second ? "emergency" : "ssh");
    }
    return NEAR.matcher(wishes.host()).matches()
        ? "lan: " + host(wishes.host())
        : ssh(wishes.port(), "public");
  }

  /** Not through a forwarded port, behind which other ports are not where they seem to be. */
  private boolean isReachedAsItListens() {
    return machine.ports().contains(wishes.port());
  }

  private String ssh(int port, String name) {
    return "ssh: {host: %s, port: %d, name: %s}".formatted(host(wishes.host()), port, name);
  }

  /** An address needs no quotes: with two dots and more it is no number. */
  private static String host(String host) {
    return IPV4.matcher(host).matches() ? host : FreshYaml.word(host);
  }

  private static void add(List<String> ways, String way) {
    if (!ways.contains(way)) {
      ways.add(way);
    }
  }

  /** Its address where it is in a mesh already. */
  Optional<String> meshAddress() {
    return machine.interfaces().stream()
        .filter(one -> one.mesh().isPresent())
        .map(Machine.Interface::address)
        .findFirst();
  }

  /** What a person should look at before it counts. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (wishes.presence().isEmpty() && machine.platform() == Machine.Platform.WSL2) {
      remarks.add(
          "a WSL2 machine: if it has hours, write them: presence: {schedule: \"Mon-Fri 08:00-18:00"
              + " Europe/Berlin\", idles: true}");
    }
    for (String program : List.of("sshd", "flock", "base64")) {
      if (!machine.programs().contains(program)) {
        remarks.add(program + " was not found on the machine; runs need it");
      }
    }
    machine
        .sshd()
        .forEach(line -> remarks.add("its sshd says \"" + line + "\": " + wishes.login() + "?"));
    return remarks;
  }
}
