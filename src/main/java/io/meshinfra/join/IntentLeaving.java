package io.meshinfra.join;

import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AccessRule;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.NodeSelection;
import io.meshinfra.network.intent.Reading;
import io.meshinfra.network.intent.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The network intent without a node: its entry, its place in groups, and the rules that speak of it
 * alone.
 *
 * @param remarks what has nobody any more
 */
record IntentLeaving(Content content, List<String> remarks) {
  IntentLeaving {
    remarks = List.copyOf(remarks);
  }

  static IntentLeaving of(String file, Content content, NodeName node) throws FieldEdit.Impossible {
    return switch (IntentReader.read(file, content)) {
      case Reading.Faulty faulty -> new IntentLeaving(content, List.of());
      case Reading.Sound(Intent intent) ->
          new IntentLeaving(edited(file, content, intent, node), remarks(intent, node));
    };
  }

  private static Content edited(String file, Content content, Intent intent, NodeName node)
      throws FieldEdit.Impossible {
    FieldEdit edit = FieldEdit.of(file, content);
    String name = node.value();
    for (int i = intent.rules().size() - 1; i >= 0; i--) {
      AccessRule rule = intent.rules().get(i);
      if (isAlone(rule.from(), node) || isAlone(rule.to(), node)) {
        edit.removeItem(List.of("access_policy"), i);
      } else {
        for (String side : List.of("from", "to")) {
          edit.removeWord(List.of("access_policy", i, side), name);
        }
      }
    }
    for (var group : intent.groups().entrySet()) {
      if (group.getValue().contains(node)) {
        edit.removeWord(List.of("groups", group.getKey().toString()), name);
      }
    }
    return edit.remove(List.of("nodes"), name).content();
  }

  private static boolean isAlone(NodeSelection selection, NodeName node) {
    return selection.of().stream().allMatch(one -> one.equals(new Selector.Node(node)));
  }

  /** Roles and groups that rules speak of, and that nobody has then. */
  private static List<String> remarks(Intent intent, NodeName node) {
    List<String> remarks = new ArrayList<>();
    intent
        .rules()
        .forEach(rule ->
            List.of(rule.from(), rule.to())
                .forEach(side ->
                    side.of().stream()
                        .filter(selector -> !(selector instanceof Selector.Node))
                        .filter(selector -> intent.members(selector).equals(Set.of(node)))
                        .forEach(selector ->
                            remarks.add(
                                "the rule %s (%s) speaks of %s, which nobody is any more"
                                    .formatted(rule.name(), rule.at(), selector)))));
    return remarks;
  }
}
