package io.meshinfra.converge.shell;

import io.meshinfra.model.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads what the node says about a guard; what is not understood is dropped. */
final class GuardLines {
  private static final int MOST = 1000;
  private static final int LONGEST_REPORT = 6000;

  private final Set<String> ways = new HashSet<>();
  private final Set<Integer> steps = new HashSet<>();
  private String word = "";
  private String report = "";

  void line(String line) {
    String[] words = line.split(" ", 3);
    if (words.length < 2) {
      return;
    }
    switch (words[0]) {
      case "guard" -> {
        word = words[1];
        report = words.length > 2 ? words[2] : "";
      }
      case "way" -> add(ways, line.substring("way ".length()));
      case "step" -> number(words[1]).ifPresent(step -> add(steps, step));
      default -> {}
    }
  }

  private static <T> void add(Set<T> set, T value) {
    if (set.size() < MOST) {
      set.add(value);
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /** Empty when the node did not say how it stands. */
  Optional<GuardSign> sign() {
    return switch (word) {
      case "armed" -> Optional.of(new GuardSign.Armed(ways));
      case "confirmed" -> Optional.of(new GuardSign.Confirmed());
      case "restoring" -> Optional.of(new GuardSign.Restoring());
      case "rolled-back" -> Optional.of(new GuardSign.RolledBack(steps, decoded(report)));
      case "none" -> Optional.of(new GuardSign.None());
      default -> Optional.empty();
    };
  }

  private static String decoded(String base64) {
    if (base64.length() > LONGEST_REPORT) {
      return "(the node told more than it should)";
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Printable.line(new String(bytes, StandardCharsets.UTF_8).strip().replace("\n", ", "));
    } catch (IllegalArgumentException e) {
      return "(what it told could not be read)";
    }
  }
}
