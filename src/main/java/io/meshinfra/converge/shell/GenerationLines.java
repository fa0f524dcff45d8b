package io.meshinfra.converge.shell;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads what the script {@code rollback report} prints. It comes from the node: what is not
 * understood is dropped, and so is what goes beyond all reason.
 */
final class GenerationLines {
  private static final int MOST = 1_000;
  private static final int MOST_KEPT = 10_000;
  private static final int LONGEST = 4_200;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,12}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final Map<Integer, Generation> found = new LinkedHashMap<>();
  private final Map<Integer, List<Generation.Kept>> kept = new LinkedHashMap<>();
  private int all;

  private GenerationLines() {}

  /** The newest first. */
  static List<Generation> read(List<String> lines) {
    GenerationLines reading = new GenerationLines();
    lines.forEach(line -> reading.line(line.split("\t", -1)));
    return reading.found.values().stream()
        .map(reading::whole)
        .sorted(Comparator.comparing(Generation::number).reversed())
        .toList();
  }

  private void line(String[] words) {
    OptionalInt number = words.length > 1 ? number(words[1]) : OptionalInt.empty();
    if (number.isEmpty()) {
      return;
    }
    if (words[0].equals("generation")
        && (words.length == 7 || words.length == 8)
        && SECONDS.matcher(words[2]).matches()) {
      if (found.size() < MOST) {
        found.putIfAbsent(number.getAsInt(), generation(number.getAsInt(), words));
      }
    } else if (words[0].equals("kept") && words.length == 4 && all < MOST_KEPT) {
      all++;
      kept.computeIfAbsent(number.getAsInt(), n -> new ArrayList<>())
          .add(new Generation.Kept(shown(words[2]), shown(words[3])));
    }
  }

  private static Generation generation(int number, String[] words) {
    return new Generation(
        number,
        Instant.ofEpochSecond(Long.parseLong(words[2])),
        shown(words[3]),
        Optional.of(words[4]).filter(text -> COMMIT.matcher(text).matches()).map(Revision::new),
        shown(words[5]),
        words[6].equals("guard"),
        words.length > 7 && SIZE.matcher(words[7]).matches()
            ? OptionalLong.of(Long.parseLong(words[7]) * 1024)
            : OptionalLong.empty(),
        List.of());
  }

  private Generation whole(Generation bare) {
    return new Generation(
        bare.number(),
        bare.at(),
        bare.run(),
        bare.revision(),
        bare.cause(),
        bare.undone(),
        bare.size(),
        kept.getOrDefault(bare.number(), List.of()));
  }

  private static OptionalInt number(String text) {
    return DIGITS.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static String shown(String text) {
    return Printable.line(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }
}
