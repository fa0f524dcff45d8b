package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.SourceLines;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.expression.Expression;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what must hold: words that are known, and conditions that somebody wrote himself. */
final class InvariantReader {
  /** Each is asked of everybody; more is no list that anybody oversees. */
  private static final int MOST = 100;

  private final SourceLines source;
  private final List<Finding> findings;
  private final Map<Invariant, Position> known = new EnumMap<>(Invariant.class);
  private final List<OwnInvariant> own = new ArrayList<>();

  /**
   * @param source text of the file, so that a mistake in a condition is found in it
   */
  InvariantReader(SourceLines source, List<Finding> findings) {
    this.source = source;
    this.findings = findings;
  }

  void read(List<Yaml> items) {
    if (items.size() > MOST) {
      findings.add(
          items
              .get(MOST)
              .at()
              .finding("at most %d invariants, not %d".formatted(MOST, items.size())));
      return;
    }
    for (Yaml item : items) {
      if (item instanceof Yaml.Fields) {
        new Binder(findings)
            .bind(IntentManifest.Own.class, item, "the invariant")
            .ifPresent(written -> condition(written, item));
      } else {
        word(item);
      }
    }
  }

  Map<Invariant, Position> known() {
    return known;
  }

  List<OwnInvariant> own() {
    return own;
  }

  private void word(Yaml item) {
    String word = item instanceof Yaml.Scalar scalar ? scalar.text() : item.found();
    Optional<Invariant> invariant = Invariant.of(word);
    if (invariant.isEmpty()) {
      findings.add(
          item.at()
              .finding(
                  "there is no invariant %s%s; one of your own is like {name: ..., cel: ...}"
                      .formatted(Printable.quote(word), Suggestion.of(word, Invariant.words()))));
    } else if (known.putIfAbsent(invariant.get(), item.at()) != null) {
      findings.add(item.at().finding(word + " stands here twice; remove one"));
    }
  }

  private void condition(IntentManifest.Own written, Yaml item) {
    boolean taken =
        Invariant.of(written.name().value()).isPresent()
            || own.stream().anyMatch(other -> other.name().equals(written.name()));
    if (taken) {
      findings.add(
          Places.field(item, "name")
              .at()
              .finding("there is an invariant %s already".formatted(written.name())));
    }
    switch (PairVocabulary.WORDS.compile(written.cel())) {
      case Expression.Compiled.Fine(Expression condition) ->
          own.add(
              new OwnInvariant(
                  written.name(),
                  item.at(),
                  condition,
                  Printable.line(written.message().orElse("this must hold: " + written.cel()))));
      case Expression.Compiled.Wrong(List<Expression.Mistake> mistakes) ->
          mistakes.forEach(mistake ->
              findings.add(
                  source
                      .place(
                          Places.field(item, "cel"),
                          written.cel(),
                          mistake.line(),
                          mistake.column())
                      .finding("cel: " + Printable.block(mistake.message().replace('\n', ' ')))));
    }
  }
}
