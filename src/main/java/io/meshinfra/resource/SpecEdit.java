package io.meshinfra.resource;

import io.meshinfra.model.Content;
import io.meshinfra.model.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** How a spec has to be written so that what was seen on a node is what is wanted of it. */
public sealed interface SpecEdit {

  /** Nothing has to be written. */
  SpecEdit NONE = new Rewrite(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Set.of());

  /**
   * These keys get these values.
   *
   * @param values by key of the spec
   * @param files whole new files of the repository, by the path that the spec has for them
   * @param seen attributes that a probe with the new spec reads in another way than with the old
   *     one: a service that shall not run is seen as {@code false}, no longer as {@code inactive}
   * @param dropped names of resources that the entry no longer stands for
   */
  record Rewrite(
      SortedMap<String, SpecValue> values,
      SortedMap<String, Content> files,
      SortedMap<String, Value> seen,
      Set<String> dropped)
      implements SpecEdit {
    public Rewrite {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
      dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
    }

    private Rewrite with(Rewrite more) {
      TreeMap<String, SpecValue> allValues = new TreeMap<>(values);
      allValues.putAll(more.values);
      TreeMap<String, Content> allFiles = new TreeMap<>(files);
      allFiles.putAll(more.files);
      TreeMap<String, Value> allSeen = new TreeMap<>(seen);
      allSeen.putAll(more.seen);
      SortedSet<String> allDropped = new TreeSet<>(dropped);
      allDropped.addAll(more.dropped);
      return new Rewrite(allValues, allFiles, allSeen, allDropped);
    }
  }

  /** No spec of the kind says what was seen; the reason completes "cannot be adopted: ". */
  record Impossible(String reason) implements SpecEdit {}

  static SpecEdit impossible(String reason) {
    return new Impossible(reason);
  }

  static SpecEdit set(String key, SpecValue value) {
    return new Rewrite(new TreeMap<>(Map.of(key, value)), none(), none(), Set.of());
  }

  static SpecEdit set(String key, String text) {
    return set(key, new SpecValue.Text(text));
  }

  static SpecEdit set(String key, boolean yes) {
    return set(key, new SpecValue.Flag(yes));
  }

  /** The key is left out. */
  static SpecEdit without(String key) {
    return set(key, new SpecValue.Nothing());
  }

  /** A file of the repository gets this content. */
  static SpecEdit file(String path, Content content) {
    return new Rewrite(none(), new TreeMap<>(Map.of(path, content)), none(), Set.of());
  }

  /** A probe with the new spec reads the attribute like this. */
  static SpecEdit seenAs(String attribute, Value value) {
    return new Rewrite(none(), none(), new TreeMap<>(Map.of(attribute, value)), Set.of());
  }

  /** The entry no longer stands for the resource of that name. */
  static SpecEdit dropping(String name) {
    return new Rewrite(none(), none(), none(), Set.of(name));
  }

  /** Both edits; impossible when one of them is. */
  default SpecEdit and(SpecEdit other) {
    return switch (this) {
      case Impossible mine ->
          other instanceof Impossible others && !others.equals(mine)
              ? new Impossible(mine.reason + "; " + others.reason)
              : mine;
      case Rewrite mine ->
          switch (other) {
            case Impossible others -> others;
            case Rewrite others -> mine.with(others);
          };
    };
  }

  /** The text of an attribute that is one word, as it was seen. */
  static SpecEdit text(String key, Optional<Value> seen) {
    return seen.orElse(null) instanceof Value.Scalar scalar
        ? set(key, scalar.text())
        : impossible("the probe did not tell the " + key);
  }

  /** An attribute that is a whole number, as it was seen. */
  static SpecEdit number(String key, Optional<Value> seen) {
    return seen.orElse(null) instanceof Value.Scalar scalar && scalar.text().matches("[0-9]{1,18}")
        ? set(key, new SpecValue.Number(Long.parseLong(scalar.text())))
        : impossible("the probe did not tell the " + key + " as a number");
  }

  /**
   * What is to be done with the text of a file, when the probe told it and it is what the digest
   * stands for.
   */
  static SpecEdit content(Optional<Value> seen, Function<Content, SpecEdit> edit) {
    if (!(seen.orElse(null) instanceof Value.Content content)) {
      return impossible("the probe did not tell the content");
    }
    if (content.text().isEmpty()) {
      return impossible(
          "the content (%s) is not known as text: it is binary, larger than %d KiB, or never shown"
              .formatted(content.shown(), Content.LARGEST_SHOWN / 1024));
    }
    Content told = Content.of(content.text().get());
    return told.sha256().equals(content.sha256())
        ? edit.apply(told)
        : impossible("the text that the node told is not the one of the digest that it told");
  }

  private static <V> SortedMap<String, V> none() {
    return new TreeMap<>();
  }
}
