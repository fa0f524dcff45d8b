package io.meshinfra.network.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a policy file by Tailscale's documentation, knowing nothing of the compiler.
 * What the compiler would not write is refused: sections, keys, selectors, forms of ports.
 */
final class PolicyReader {
  static final String EVERYBODY = "*";
  static final String INTERNET = "autogroup:internet";

  private static final Set<String> SECTIONS =
      Set.of("tagOwners", "hosts", "grants", "ssh", "autoApprovers", "tests", "sshTests");
  private static final Pattern TAG = Pattern.compile("tag:[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern TARGET = Pattern.compile("(.{1,200}):([1-9][0-9]{0,4})");
  private static final Pattern ADDRESS =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
  private static final int BYTE = 255;

  private final JsonNode file;
  private final SortedMap<String, List<String>> tags;
  private final SortedMap<String, Long> hosts = new TreeMap<>();

  private PolicyReader(JsonNode file) {
    this.file = file;
    this.tags = Words.lists(section("tagOwners"), "tagOwners");
  }

  static Policy.Reading read(String text) {
    HuJson.Reading reading = HuJson.read(text);
    if (reading.value().isEmpty()) {
      return new Policy.Reading.NotUnderstood(reading.mistake());
    }
    try {
      return new Policy.Reading.Read(new PolicyReader(reading.value().get()).policy());
    } catch (Words.Unknown e) {
      return new Policy.Reading.NotUnderstood(e.getMessage());
    }
  }

  private Policy policy() {
    Words.only(file, SECTIONS, "the file");
    tags.keySet().stream()
        .filter(tag -> !TAG.matcher(tag).matches())
        .forEach(tag -> {
          throw new Words.Unknown("tagOwners", Printable.quote(tag) + " is no tag");
        });
    JsonNode written = section("hosts");
    Words.names(written)
        .forEach(name -> hosts.put(name, address(Words.text(written.get(name), "hosts"))));
    JsonNode approvers = section("autoApprovers");
    Words.only(approvers, Set.of("routes", "exitNode"), "autoApprovers");
    return new Policy(
        tags,
        hosts,
        file.has("grants"),
        grants(),
        ssh(),
        routes(approvers),
        approvers.has("exitNode")
            ? selectors(approvers.get("exitNode"), "autoApprovers", Set.of())
            : List.of(),
        tests(),
        sshTests());
  }

  private JsonNode section(String name) {
    JsonNode section = file.get(name);
    if (section == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!section.isObject()) {
      throw new Words.Unknown(name, "is no object");
    }
    return section;
  }

  private List<JsonNode> list(String name) {
    return file.has(name) ? Words.items(file.get(name), name) : List.of();
  }

  private static long address(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      throw new Words.Unknown("hosts", Printable.quote(text) + " is no IPv4 address");
    }
    long number = 0;
    for (int i = 1; i <= parts.groupCount(); i++) {
      int part = Integer.parseInt(parts.group(i));
      if (part > BYTE) {
        throw new Words.Unknown("hosts", Printable.quote(text) + " is no IPv4 address");
      }
      number = number << Byte.SIZE | part;
    }
    return number;
  }

  private List<Policy.Rule> grants() {
    List<Policy.Rule> rules = new ArrayList<>();
    for (JsonNode grant : list("grants")) {
      String where = "grant " + (rules.size() + 1);
      Words.only(grant, Set.of("src", "dst", "ip"), where);
      Set<String> src =
          new HashSet<>(selectors(Words.of(grant, "src", where), where, Set.of(EVERYBODY)));
      Set<String> dst =
          new HashSet<>(selectors(Words.of(grant, "dst", where), where, Set.of(INTERNET)));
      List<String> ip = Words.texts(Words.of(grant, "ip", where), where);
      if (dst.contains(INTERNET)) {
        if (dst.size() > 1 || !ip.equals(List.of("*"))) {
          throw new Words.Unknown(where, "the internet is granted by itself, and all of it");
        }
        rules.add(new Policy.Rule(rules.size() + 1, src, dst, Map.of()));
      } else {
        rules.add(new Policy.Rule(rules.size() + 1, src, dst, PortWords.of(ip, where)));
      }
    }
    return rules;
  }

  /** Tags and hosts that the file itself declares, and some words more. */
  private List<String> selectors(JsonNode list, String where, Set<String> more) {
    List<String> selectors = Words.texts(list, where);
    selectors.forEach(selector -> {
      if (!more.contains(selector)) {
        device(selector, where);
      }
    });
    return selectors;
  }

  private String device(String selector, String where) {
    if (!tags.containsKey(selector) && !hosts.containsKey(selector)) {
      throw new Words.Unknown(
          where, Printable.quote(selector) + " is neither a tag nor a host of the file");
    }
    return selector;
  }

  private List<Policy.SshRule> ssh() {
    return list("ssh").stream()
        .map(rule -> {
          Words.only(rule, Set.of("action", "src", "dst", "users"), "ssh");
          if (!Words.text(Words.of(rule, "action", "ssh"), "ssh").equals("accept")) {
            throw new Words.Unknown("ssh", "a device with a tag can only be accepted");
          }
          return new Policy.SshRule(
              tagged(Words.of(rule, "src", "ssh")),
              tagged(Words.of(rule, "dst", "ssh")),
              new HashSet<>(Words.texts(Words.of(rule, "users", "ssh"), "ssh")));
        })
        .toList();
  }

  private Set<String> tagged(JsonNode list) {
    Set<String> words = new HashSet<>(Words.texts(list, "ssh"));
    words.forEach(word -> {
      if (!tags.containsKey(word)) {
        throw new Words.Unknown("ssh", Printable.quote(word) + " is no tag of the file");
      }
    });
    return words;
  }

  private SortedMap<String, List<String>> routes(JsonNode approvers) {
    SortedMap<String, List<String>> routes =
        approvers.has("routes")
            ? Words.lists(approvers.get("routes"), "autoApprovers")
            : new TreeMap<>();
    routes.values().forEach(by -> by.forEach(one -> device(one, "autoApprovers")));
    return routes;
  }

  private List<Policy.Assertion> tests() {
    return list("tests").stream()
        .map(test -> {
          Words.only(test, Set.of("src", "proto", "accept", "deny"), "tests");
          String protocol = Words.text(Words.of(test, "proto", "tests"), "tests");
          if (!Set.of("tcp", "udp").contains(protocol)) {
            throw new Words.Unknown("tests", Printable.quote(protocol) + " is not tried here");
          }
          return new Policy.Assertion(
              device(Words.text(Words.of(test, "src", "tests"), "tests"), "tests"),
              Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)),
              targets(Words.of(test, "accept", "tests")),
              targets(Words.of(test, "deny", "tests")));
        })
        .toList();
  }

  private List<Policy.Target> targets(JsonNode list) {
    return Words.texts(list, "tests").stream()
        .map(text -> {
          Matcher parts = TARGET.matcher(text);
          if (!parts.matches() || Integer.parseInt(parts.group(2)) > PortList.LAST) {
            throw new Words.Unknown("tests", Printable.quote(text) + " is no host with a port");
          }
          return new Policy.Target(
              device(parts.group(1), "tests"), Integer.parseInt(parts.group(2)));
        })
        .toList();
  }

  private List<Policy.SshAssertion> sshTests() {
    return list("sshTests").stream()
        .map(test -> {
          Words.only(test, Set.of("src", "dst", "accept", "deny"), "sshTests");
          return new Policy.SshAssertion(
              device(Words.text(Words.of(test, "src", "sshTests"), "sshTests"), "sshTests"),
              selectors(Words.of(test, "dst", "sshTests"), "sshTests", Set.of()),
              Words.texts(Words.of(test, "accept", "sshTests"), "sshTests"),
              Words.texts(Words.of(test, "deny", "sshTests"), "sshTests"));
        })
        .toList();
  }
}
