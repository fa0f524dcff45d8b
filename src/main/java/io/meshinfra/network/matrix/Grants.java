package io.meshinfra.network.matrix;

import io.meshinfra.desired.Member;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AccessRule;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.NodeSelection;
import io.meshinfra.network.intent.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * All that is allowed, in order: what keeps the fleet within reach first, then the rules as they
 * are written. The order decides nothing but which rule is named, since rules only add up.
 */
public final class Grants {
  private final Intent intent;
  private final Map<NodeSelection, Peers> from = new HashMap<>();
  private final Map<NodeSelection, Peers> to = new HashMap<>();

  private Grants(Intent intent) {
    this.intent = intent;
  }

  /**
   * @param members nodes of the fleet; ways in of others are not known
   */
  public static List<Grant> of(Intent intent, SortedMap<NodeName, Member> members) {
    List<Grant> written = written(intent);
    List<Grant> all = new ArrayList<>(new BuiltInGrants(intent, members).of(written));
    all.addAll(written);
    return List.copyOf(all);
  }

  /** The rules of the intent alone. */
  static List<Grant> written(Intent intent) {
    Grants grants = new Grants(intent);
    return intent.rules().stream().map(grants::grant).toList();
  }

  private Grant grant(AccessRule rule) {
    return new Grant(
        rule.name().value(),
        rule.at().toString(),
        from.computeIfAbsent(rule.from(), this::peers),
        to.computeIfAbsent(rule.to(), selection -> new Peers(peers(selection).nodes(), false)),
        rule.protocols(),
        rule.ports(),
        rule.rate());
  }

  private Peers peers(NodeSelection selection) {
    TreeSet<NodeName> nodes = new TreeSet<>();
    boolean outside = false;
    for (Selector selector : selection.of()) {
      nodes.addAll(intent.members(selector));
      outside |= selector instanceof Selector.Everybody;
    }
    return new Peers(nodes, outside);
  }
}
