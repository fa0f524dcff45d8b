package io.meshinfra.policy.condition;

import io.meshinfra.expression.Vocabulary;
import io.meshinfra.expression.Word;
import io.meshinfra.expression.Word.Plain;
import io.meshinfra.policy.risk.Risk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an expression of a rule can speak of. */
public final class PolicyVocabulary {
  /** What each such word begins with is told of a single change, so it is asked for each. */
  static final String CHANGE = "change.";

  /** Of all comprehensions of one evaluation together: three lists of twenty in each other. */
  private static final int MOST_ITERATIONS = 10_000;

  public static final Vocabulary WORDS = new Vocabulary(types(), List.of(), MOST_ITERATIONS);

  private PolicyVocabulary() {}

  private static Map<String, Word> types() {
    Map<String, Word> types = new LinkedHashMap<>();
    types.put(CHANGE + "id", Plain.TEXT);
    types.put(CHANGE + "kind", Plain.TEXT);
    types.put(CHANGE + "name", Plain.TEXT);
    types.put(CHANGE + "action", Plain.TEXT);
    types.put(CHANGE + "origin", Plain.TEXT);
    types.put(CHANGE + "mode", Plain.TEXT);
    types.put(CHANGE + "guard", Plain.YES_OR_NO);
    types.put(CHANGE + "attributes", Plain.TEXTS);
    types.put(CHANGE + "paths", Plain.TEXTS);
    types.put(CHANGE + "commands", Plain.TEXTS);
    types.put(CHANGE + "risk", Plain.NUMBER);
    types.put("plan.changes", Plain.NUMBER);
    types.put("plan.kinds", Plain.TEXTS);
    types.put("plan.paths", Plain.TEXTS);
    types.put("plan.risk", Plain.NUMBER);
    types.put("plan.revision", Plain.TEXT);
    types.put("node.name", Plain.TEXT);
    types.put("node.labels", Plain.TEXTS_BY_NAME);
    types.put("node.presence", Plain.TEXT);
    types.put("authors", Plain.TEXTS);
    types.put("now", Plain.TIME);
    for (Risk risk : Risk.values()) {
      types.put(risk.name(), Plain.NUMBER);
    }
    return types;
  }
}
