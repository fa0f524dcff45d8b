package io.meshinfra.network.intent;

import io.meshinfra.expression.Question;
import io.meshinfra.expression.Vocabulary;
import io.meshinfra.expression.Word;
import io.meshinfra.expression.Word.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** What a condition on the matrix can speak of: two, and what the first may reach of the second. */
public final class PairVocabulary {
  public static final String FROM = "from.";
  public static final String TO = "to.";
  public static final String OUTSIDE = "outside";
  public static final String NAME = "name";
  public static final String ROLES = "roles";
  public static final String GROUPS = "groups";
  public static final String MANAGED = "managed";
  public static final String ALWAYS_ON = "always_on";
  public static final String ROAMING = "roaming";
  public static final String ENFORCED = "enforced";

  /** Roles and groups are few; with this, thousands of evaluations take some seconds at most. */
  private static final int MOST_ITERATIONS = 1_000;

  private static final Word.Thing PORTS = new Word.Thing("ports");

  static final Vocabulary WORDS = new Vocabulary(words(), questions(), MOST_ITERATIONS);

  private PairVocabulary() {}

  private static Map<String, Word> words() {
    Map<String, Word> words = new LinkedHashMap<>();
    for (String side : List.of(FROM, TO)) {
      words.put(side + NAME, Plain.TEXT);
      words.put(side + ROLES, Plain.TEXTS);
      words.put(side + GROUPS, Plain.TEXTS);
      words.put(side + MANAGED, Plain.YES_OR_NO);
      words.put(side + ALWAYS_ON, Plain.YES_OR_NO);
      words.put(side + ROAMING, Plain.YES_OR_NO);
    }
    words.put(FROM + OUTSIDE, Plain.YES_OR_NO);
    words.put(TO + ENFORCED, Plain.YES_OR_NO);
    for (Protocol protocol : Protocol.values()) {
      words.put(protocol.word(), PORTS);
    }
    return words;
  }

  private static List<Question<?>> questions() {
    return List.of(
        question("open", 0, (ports, none) -> ports.open(0, PortList.LAST)),
        question("open", 1, (ports, port) -> ports.open(port.getFirst(), port.getFirst())),
        question("open", 2, (ports, range) -> ports.open(range.getFirst(), range.getLast())),
        question("free", 0, (ports, none) -> ports.free(0, PortList.LAST)),
        question("free", 1, (ports, port) -> ports.free(port.getFirst(), port.getFirst())),
        question("free", 2, (ports, range) -> ports.free(range.getFirst(), range.getLast())));
  }

  private static Question<OpenPorts> question(
      String name, int numbers, BiPredicate<OpenPorts, List<Long>> answer) {
    return new Question<>(name, PORTS, OpenPorts.class, numbers, answer);
  }
}
