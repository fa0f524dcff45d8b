package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.expression.Expression;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A condition in the words of whoever wrote it, for which the expression is true. */
public record Expressed(Expression expression) implements Condition {
  /** What can be asked of nodes is only told where the labels are known. */
  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    Values values = new Values(matter);
    List<Hit> hits = new ArrayList<>();
    if (!isAboutChange()) {
      ask(values.ofPlan(), null, hits);
      return hits;
    }
    for (ResourceChange change : matter.changes()) {
      ask(values.of(change), change, hits);
    }
    return hits;
  }

  /** Whether it speaks of a single change, so that it is to be asked for each. */
  boolean isAboutChange() {
    return expression.words().stream().anyMatch(word -> word.startsWith(PolicyVocabulary.CHANGE));
  }

  private void ask(Map<String, Object> values, ResourceChange change, List<Hit> hits) {
    switch (expression.of(values)) {
      case Expression.Answer.Said said -> {
        if (said.yes()) {
          String what = "this holds: " + Printable.line(expression.toString());
          hits.add(change == null ? Hit.of(what) : Hit.of(change, what));
        }
      }
      case Expression.Answer.Untold untold ->
          hits.add(
              Hit.untold(
                  "whether %s holds could not be told: %s"
                      .formatted(
                          Printable.quote(expression.toString()),
                          Printable.line(untold.reason()))));
    }
  }
}
