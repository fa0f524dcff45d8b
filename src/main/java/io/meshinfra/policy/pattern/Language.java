package io.meshinfra.policy.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * A set of texts as a small automaton without determinism: its states are the places between the
 * parts of a pattern. Reading costs the length of the text times the length of the pattern,
 * whatever the pattern is, so that no pattern and no text can hold anything up.
 */
public final class Language {
  /** For two patterns of people; they need some hundreds. */
  private static final long ENOUGH = 1_000_000;

  /** A step that reads a character. */
  private record Edge(Letters letters, int to) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<List<Integer>> skips = new ArrayList<>();
  private final BitSet start;
  private final int end;

  private Language(List<Part> parts) {
    int first = state();
    end = add(parts, first);
    start = new BitSet();
    reach(first, start);
  }

  public static Language of(List<Part> parts) {
    return new Language(parts);
  }

  private int state() {
    edges.add(new ArrayList<>());
    skips.add(new ArrayList<>());
    return edges.size() - 1;
  }

  /** Appends a sequence behind a state; gives the state behind it. */
  private int add(List<Part> parts, int from) {
    int at = from;
    for (Part part : parts) {
      at = add(part, at);
    }
    return at;
  }

  private int add(Part part, int from) {
    switch (part) {
      case Part.One one -> {
        int next = state();
        edges.get(from).add(new Edge(one.letters(), next));
        return next;
      }
      case Part.Many many -> {
        // A place of its own, or what loops there would be read by its neighbour as well.
        int next = state();
        skips.get(from).add(next);
        edges.get(next).add(new Edge(many.letters(), next));
        return next;
      }
      case Part.Either either -> {
        int next = state();
        for (List<Part> way : either.ways()) {
          int begin = state();
          skips.get(from).add(begin);
          skips.get(add(way, begin)).add(next);
        }
        return next;
      }
    }
  }

  /** Adds the state and all that can be reached without reading. */
  private void reach(int state, BitSet into) {
    Deque<Integer> todo = new ArrayDeque<>(List.of(state));
    while (!todo.isEmpty()) {
      int next = todo.pop();
      if (!into.get(next)) {
        into.set(next);
        todo.addAll(skips.get(next));
      }
    }
  }

  public boolean contains(String text) {
    BitSet at = start;
    for (int i = 0; i < text.length() && !at.isEmpty(); i++) {
      at = read(at, text.charAt(i));
    }
    return accepts(at);
  }

  /** Whether there is a text that both contain. */
  public boolean meets(Language other) {
    Predicate<BitSet> both = flags -> flags.get(0) && flags.get(1);
    Search search = new Search(List.of(this, other), both, both, new Budget(ENOUGH));
    return switch (search.shortest()) {
      case Search.Answer.Found found -> true;
      case Search.Answer.None none -> false;
      case Search.Answer.TooLarge tooLarge -> true;
    };
  }

  BitSet start() {
    return start;
  }

  /** The places after one more character; none when no text of the language goes on like this. */
  BitSet read(BitSet at, char letter) {
    BitSet next = new BitSet();
    for (int state = at.nextSetBit(0); state >= 0; state = at.nextSetBit(state + 1)) {
      for (Edge edge : edges.get(state)) {
        if (edge.letters().contains(letter)) {
          reach(edge.to(), next);
        }
      }
    }
    return next;
  }

  boolean accepts(BitSet at) {
    return at.get(end);
  }

  /** Adds every character that this language tells apart from others. */
  void addNamed(BitSet letters) {
    edges.forEach(from -> from.forEach(edge -> letters.or(edge.letters().named())));
  }
}
