package io.meshinfra.policy.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Looks for the shortest text that some languages contain and others do not. Exact: it goes through
 * all texts at once, character by character, those apart that no language tells apart.
 */
public final class Search {
  /** Stand for all characters that no pattern names; the first that is free is taken. */
  private static final String OTHERS = "xyzabcdefghijklmnopqrstuvw0123456789_XYZ~\u00a7";

  private final List<Language> languages;
  private final Predicate<BitSet> wanted;
  private final Predicate<BitSet> alive;
  private final Budget budget;
  private final List<Character> alphabet;

  /** What was found. */
  public sealed interface Answer {
    /** Such a text. */
    record Found(String text) implements Answer {}

    /** There is none. */
    record None() implements Answer {}

    /** The budget was spent before it could be told. */
    record TooLarge() implements Answer {}
  }

  /** A place in every language at once. */
  private record Node(List<BitSet> places) {
    BitSet alive() {
      BitSet flags = new BitSet();
      for (int i = 0; i < places.size(); i++) {
        flags.set(i, !places.get(i).isEmpty());
      }
      return flags;
    }
  }

  /** How a node was reached. */
  private record Step(Node from, char letter) {}

  /**
   * @param wanted says of which languages (by index) the text shall be
   * @param alive whether it is worth going on while only these languages can still be reached
   */
  public Search(
      List<Language> languages, Predicate<BitSet> wanted, Predicate<BitSet> alive, Budget budget) {
    this.languages = List.copyOf(languages);
    this.wanted = wanted;
    this.alive = alive;
    this.budget = budget;
    this.alphabet = alphabet();
  }

  private List<Character> alphabet() {
    BitSet named = new BitSet();
    languages.forEach(language -> language.addNamed(named));
    List<Character> letters = new ArrayList<>();
    OTHERS.chars().filter(c -> !named.get(c)).limit(1).forEach(c -> letters.add((char) c));
    named.stream().forEach(c -> letters.add((char) c));
    letters.sort(Search::lettersFirst);
    return letters;
  }

  private static int lettersFirst(char one, char other) {
    int byKind = Boolean.compare(Character.isLetter(other), Character.isLetter(one));
    return byKind != 0 ? byKind : Character.compare(one, other);
  }

  public Answer shortest() {
    Node first = new Node(languages.stream().map(Language::start).toList());
    Map<Node, Step> seen = new HashMap<>();
    Deque<Node> todo = new ArrayDeque<>();
    seen.put(first, null);
    todo.add(first);
    while (!todo.isEmpty()) {
      Node node = todo.poll();
      if (wanted.test(accepting(node))) {
        return new Answer.Found(text(node, seen));
      }
      for (char letter : alphabet) {
        Node next = read(node, letter);
        if (!seen.containsKey(next) && alive.test(next.alive())) {
          seen.put(next, new Step(node, letter));
          todo.add(next);
        }
      }
      if (budget.isSpent()) {
        return new Answer.TooLarge();
      }
    }
    return new Answer.None();
  }

  private Node read(Node node, char letter) {
    List<BitSet> places = new ArrayList<>();
    for (int i = 0; i < languages.size(); i++) {
      BitSet next = languages.get(i).read(node.places().get(i), letter);
      budget.spend(1 + next.cardinality());
      places.add(next);
    }
    return new Node(places);
  }

  private BitSet accepting(Node node) {
    BitSet flags = new BitSet();
    for (int i = 0; i < languages.size(); i++) {
      flags.set(i, languages.get(i).accepts(node.places().get(i)));
    }
    return flags;
  }

  private static String text(Node end, Map<Node, Step> seen) {
    StringBuilder text = new StringBuilder();
    for (Step step = seen.get(end); step != null; step = seen.get(step.from())) {
      text.append(step.letter());
    }
    return text.reverse().toString();
  }
}
