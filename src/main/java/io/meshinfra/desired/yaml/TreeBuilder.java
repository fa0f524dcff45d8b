package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** Builds the tree of one document out of the parser's events. */
final class TreeBuilder {
  /** Manifests nest about eight levels; variables may nest some more. */
  private static final int DEEPEST = 64;

  private final String file;
  private final Iterator<Event> events;
  private final YamlReader.Budget budget;
  private final List<Finding> findings;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int depth;
  private int built;

  /** What an alias stands for; without a tree while its anchor is still being read. */
  private record Anchored(Optional<Yaml> tree, int values) {}

  TreeBuilder(
      String file, Iterator<Event> events, YamlReader.Budget budget, List<Finding> findings) {
    this.file = file;
    this.events = events;
    this.budget = budget;
    this.findings = findings;
  }

  Yaml build(Event event) throws Refused {
    Position at = position(event);
    spend(1, at);
    if (event instanceof AliasEvent alias) {
      return follow(alias, at);
    }
    int before = built;
    Optional<String> anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue);
    anchor.ifPresent(name -> anchors.put(name, new Anchored(Optional.empty(), 0)));
    Yaml tree =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, at);
          case SequenceStartEvent list -> items(list, at);
          case MappingStartEvent map -> fields(map, at);
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    anchor.ifPresent(
        name -> anchors.put(name, new Anchored(Optional.of(tree), built - before + 1)));
    return tree;
  }

  private Yaml scalar(ScalarEvent scalar, Position at) {
    refuseTag(scalar.getTag(), at);
    return new Yaml.Scalar(scalar.getValue(), scalar.isPlain(), at);
  }

  private Yaml items(SequenceStartEvent start, Position at) throws Refused {
    enter(start, at);
    List<Yaml> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(build(event));
      event = events.next();
    }
    depth--;
    return new Yaml.Items(items, at);
  }

  private Yaml fields(MappingStartEvent start, Position at) throws Refused {
    enter(start, at);
    Map<String, Yaml.Field> fields = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Yaml key = build(event);
      Yaml value = build(events.next());
      add(fields, key, value);
      event = events.next();
    }
    depth--;
    return new Yaml.Fields(fields, at);
  }

  private void add(Map<String, Yaml.Field> fields, Yaml key, Yaml value) {
    if (!(key instanceof Yaml.Scalar name)) {
      findings.add(
          key.at().finding("a key must be a text; a value that starts with {{ or [ needs quotes"));
      return;
    }
    if (name.plain() && name.text().equals("<<")) {
      findings.add(
          key.at().finding("YAML 1.2 has no merge key <<; share settings through a profile"));
      return;
    }
    Yaml.Field first = fields.putIfAbsent(name.text(), new Yaml.Field(key.at(), value));
    if (first != null) {
      findings.add(
          key.at()
              .finding(
                  "the key %s stands here twice, first at line %d; remove one"
                      .formatted(key.found(), first.at().line())));
    }
  }

  private Yaml follow(AliasEvent alias, Position at) throws Refused {
    String name = alias.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new Refused(at.finding("no anchor &" + name + " stands before this alias"));
    }
    if (anchored.tree().isEmpty()) {
      throw new Refused(at.finding("the alias *" + name + " stands inside its own anchor"));
    }
    spend(anchored.values(), at);
    return anchored.tree().get();
  }

  private void enter(CollectionStartEvent start, Position at) throws Refused {
    refuseTag(start.getTag(), at);
    if (++depth > DEEPEST) {
      throw new Refused(at.finding("nested deeper than " + DEEPEST + " levels"));
    }
  }

  private void refuseTag(Optional<String> tag, Position at) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      findings.add(at.finding("tags are not supported: write the value without !"));
    }
  }

  private void spend(int values, Position at) throws Refused {
    built += values;
    if (!budget.take(values)) {
      throw new Refused(
          at.finding("the aliases of this file stand for too many values: write them out"));
    }
  }

  private Position position(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Position(file, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Position(file, 1, 1));
  }

  /** The rest of the file cannot be read safely. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Finding finding;

    Refused(Finding finding) {
      super(finding.message());
      this.finding = finding;
    }

    Finding finding() {
      return finding;
    }
  }
}
