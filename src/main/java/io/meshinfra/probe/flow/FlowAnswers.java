package io.meshinfra.probe.flow;

import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a node says of its tries; lines of any other form are none. */
final class FlowAnswers {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Pattern SOURCE = Pattern.compile("(?:^| )src ([0-9.]{7,15})(?: |$)");

  private final String marker;
  private final List<FlowTry> tries;
  private final Map<Integer, FlowProbe.Answer> answers = new HashMap<>();
  private final Map<String, FlowProbe.Way> ways = new HashMap<>();
  private Optional<FlowTool> tool = Optional.empty();
  private boolean ended;

  FlowAnswers(String marker, List<FlowTry> tries) {
    this.marker = marker;
    this.tries = List.copyOf(tries);
  }

  void line(String line) {
    String[] parts = line.split("\t", 5);
    if (parts.length < 2 || !parts[0].equals(marker)) {
      return;
    }
    switch (parts[1] + "/" + parts.length) {
      case "tool/3" -> tool = FlowTool.parse(parts[2]);
      case "way/4" -> ways.putIfAbsent(parts[2], way(parts[3]));
      case "try/5" -> answer(parts[2], parts[3], parts[4]);
      case "end/2" -> ended = true;
      default -> {} // not ours
    }
  }

  private static FlowProbe.Way way(String said) {
    Matcher source = SOURCE.matcher(said);
    return new FlowProbe.Way(
        said.startsWith("local "), source.find() ? Optional.of(source.group(1)) : Optional.empty());
  }

  private void answer(String number, String exit, String said) {
    if (!NUMBER.matcher(number).matches() || !NUMBER.matcher(exit).matches() || tool.isEmpty()) {
      return;
    }
    int at = Integer.parseInt(number);
    if (at < tries.size()) {
      Met met = tool.get().met(tries.get(at).protocol(), Integer.parseInt(exit), said);
      answers.putIfAbsent(at, new FlowProbe.Answer(met, Printable.line(said.strip())));
    }
  }

  FlowProbe.Result result() {
    if (tool.isEmpty()) {
      return new FlowProbe.Result.NotTried(
          "the node has none of bash with timeout, python3, nc, curl and ssh");
    }
    List<FlowProbe.Answer> inOrder = new ArrayList<>();
    for (int i = 0; i < tries.size(); i++) {
      inOrder.add(
          answers.getOrDefault(
              i,
              new FlowProbe.Answer(
                  Met.UNTRIED, ended ? "no answer" : "the node ended before it came to this")));
    }
    return new FlowProbe.Result.Tried(tool.get().word(), inOrder, ways);
  }
}
