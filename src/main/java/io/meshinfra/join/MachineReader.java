package io.meshinfra.join;

import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.Ipv4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what {@code look.sh} prints. The machine may lie about itself and do nothing else: what has
 * not the form that it must have is left out.
 */
final class MachineReader {
  private static final int MOST = 100;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._@-]{1,15}) ([0-9]{1,3}(?:\\.[0-9]{1,3}){3})");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int LAST_PORT = 65_535;

  private final Map<String, List<String>> facts = new HashMap<>();
  private int lines;

  /** One line of its output. */
  void line(String line) {
    String[] parts = line.split("\t", 3);
    if (parts.length == 3 && parts[0].equals("fact") && lines++ < MOST * 4) {
      List<String> values = facts.computeIfAbsent(parts[1], name -> new ArrayList<>());
      if (values.size() < MOST) {
        values.add(parts[2].strip());
      }
    }
  }

  /** Empty when it broke off. */
  Optional<Machine> machine() {
    return facts.containsKey("end") ? Optional.of(read()) : Optional.empty();
  }

  private Machine read() {
    return new Machine(
        word("os"),
        word("arch"),
        word("hostname"),
        word("distribution"),
        platform(word("platform")),
        facts.containsKey("portable"),
        interfaces(),
        all("port").filter(MachineReader::isPort).map(Integer::valueOf).distinct().toList(),
        all("sshd").map(Printable::line).toList(),
        new TreeSet<>(all("has").filter(has -> WORD.matcher(has).matches()).toList()),
        all("login").filter(uid -> uid.matches("[0-9]{1,9}")).map(Integer::valueOf).findFirst(),
        word("person"));
  }

  private Stream<String> all(String name) {
    return facts.getOrDefault(name, List.of()).stream();
  }

  private String word(String name) {
    return all(name).filter(value -> WORD.matcher(value).matches()).findFirst().orElse("");
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches() && Integer.parseInt(text) <= LAST_PORT;
  }

  private static Machine.Platform platform(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "wsl2" -> Machine.Platform.WSL2;
      case "container" -> Machine.Platform.CONTAINER;
      case "vm" -> Machine.Platform.VM;
      default -> Machine.Platform.METAL;
    };
  }

  private static boolean isAddress(String text) {
    try {
      return Ipv4.parse(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<Machine.Interface> interfaces() {
    return all("address")
        .map(ADDRESS::matcher)
        .filter(parts -> parts.matches() && isAddress(parts.group(2)))
        .map(parts -> new Machine.Interface(parts.group(1), parts.group(2)))
        .distinct()
        .toList();
  }
}
