package io.meshinfra.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.meshinfra.policy.risk.Risk;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an expression can speak of, with its type. */
final class Vocabulary {
  static final String CHANGE = "change.";

  private static final CelType TEXTS = ListType.create(SimpleType.STRING);

  static final Map<String, CelType> TYPES = types();

  private Vocabulary() {}

  private static Map<String, CelType> types() {
    Map<String, CelType> types = new LinkedHashMap<>();
    types.put(CHANGE + "id", SimpleType.STRING);
    types.put(CHANGE + "kind", SimpleType.STRING);
    types.put(CHANGE + "name", SimpleType.STRING);
    types.put(CHANGE + "action", SimpleType.STRING);
    types.put(CHANGE + "origin", SimpleType.STRING);
    types.put(CHANGE + "mode", SimpleType.STRING);
    types.put(CHANGE + "guard", SimpleType.BOOL);
    types.put(CHANGE + "attributes", TEXTS);
    types.put(CHANGE + "paths", TEXTS);
    types.put(CHANGE + "commands", TEXTS);
    types.put(CHANGE + "risk", SimpleType.INT);
    types.put("plan.changes", SimpleType.INT);
    types.put("plan.kinds", TEXTS);
    types.put("plan.paths", TEXTS);
    types.put("plan.risk", SimpleType.INT);
    types.put("plan.revision", SimpleType.STRING);
    types.put("node.name", SimpleType.STRING);
    types.put("node.labels", MapType.create(SimpleType.STRING, SimpleType.STRING));
    types.put("node.presence", SimpleType.STRING);
    types.put("authors", TEXTS);
    types.put("now", SimpleType.TIMESTAMP);
    for (Risk risk : Risk.values()) {
      types.put(risk.name(), SimpleType.INT);
    }
    return Collections.unmodifiableMap(types);
  }
}
