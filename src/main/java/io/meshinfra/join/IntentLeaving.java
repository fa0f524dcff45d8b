package io.meshinfra.join;

import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AccessRule;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.Label;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.NodeSelection;
import io.meshinfra.network.intent.PrincipalRule;
import io.meshinfra.network.intent.Reading;
import io.meshinfra.network.intent.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * The network intent without a node: its entry, its place in groups, and all that speaks of nobody
 * else: roles and groups that nobody is in then, and the rules and principals that are about those
 * alone.
 *
 * @param remarks what goes along, and what has nobody any more
 */
record IntentLeaving(Content content, List<String> remarks) {
  private static final Label ADMIN = new Label("admin");

  IntentLeaving {
    remarks = List.copyOf(remarks);
  }

  static IntentLeaving of(String file, Content content, NodeName node) throws FieldEdit.Impossible {
    return switch (IntentReader.read(file, content)) {
      case Reading.Faulty faulty -> new IntentLeaving(content, List.of());
      case Reading.Sound(Intent intent) -> new Edits(file, content, intent, node).made();
    };
  }

  /** The edits, one after the other; from the last item of a list to the first. */
  private static final class Edits {
    private final FieldEdit edit;
    private final Intent intent;
    private final NodeName node;
    private final Set<Selector> gone = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();

    Edits(String file, Content content, Intent intent, NodeName node) throws FieldEdit.Impossible {
      this.edit = FieldEdit.of(file, content);
      this.intent = intent;
      this.node = node;
      gone.add(new Selector.Node(node));
      // A fleet without its hub is no tidying up: rules of role:hub stay, and say so.
      intent.node(node).map(MeshNode::roles).orElse(Set.of()).stream()
          .filter(role -> !role.equals(MeshNode.HUB))
          .map(Selector.Role::new)
          .filter(this::isOfNobodyElse)
          .forEach(gone::add);
      intent.groups().keySet().stream()
          .filter(group -> !group.equals(ADMIN))
          .map(Selector.Group::new)
          .filter(this::isOfNobodyElse)
          .forEach(gone::add);
    }

    private boolean isOfNobodyElse(Selector selector) {
      return intent.members(selector).equals(Set.of(node));
    }

    IntentLeaving made() throws FieldEdit.Impossible {
      rules();
      principals();
      groups();
      try {
        edit.remove(List.of("nodes"), node.value());
      } catch (FieldEdit.Impossible e) {
        throw byHand(
            intent.node(node).map(MeshNode::at).orElse(intent.at()), "the entry of " + node, e);
      }
      return new IntentLeaving(edit.content(), remarks);
    }

    private void rules() throws FieldEdit.Impossible {
      for (int i = intent.rules().size() - 1; i >= 0; i--) {
        AccessRule rule = intent.rules().get(i);
        try {
          if (isGone(rule.from()) || isGone(rule.to())) {
            edit.removeItem(List.of("access_policy"), i);
            goesAlong("the rule " + rule.name(), rule.at());
          } else {
            words(List.of("access_policy", i, "from"), rule.from());
            words(List.of("access_policy", i, "to"), rule.to());
            told(rule);
          }
        } catch (FieldEdit.Impossible e) {
          throw byHand(rule.at(), "the rule " + rule.name(), e);
        }
      }
    }

    /** A principal without a node to open would be one on all of them. */
    private void principals() throws FieldEdit.Impossible {
      if (intent.sshCa().isEmpty()) {
        return;
      }
      for (PrincipalRule principal : intent.sshCa().get().principals().values()) {
        String name = principal.name().toString();
        try {
          if (isGone(principal.on())) {
            edit.remove(List.of("ssh_ca", "principals"), name);
            goesAlong("the principal " + name, principal.at());
          } else {
            words(List.of("ssh_ca", "principals", name, "on"), principal.on());
          }
        } catch (FieldEdit.Impossible e) {
          throw byHand(principal.at(), "the principal " + name, e);
        }
      }
    }

    private void groups() throws FieldEdit.Impossible {
      List<Label> empty =
          intent.groups().keySet().stream()
              .filter(group -> gone.contains(new Selector.Group(group)))
              .toList();
      for (Map.Entry<Label, SortedSet<NodeName>> group : intent.groups().entrySet()) {
        String name = group.getKey().toString();
        try {
          if (group.getKey().equals(ADMIN) && group.getValue().equals(Set.of(node))) {
            throw FieldEdit.impossible(
                "without it the hubs would be admin, which somebody has to want");
          }
          if (!empty.contains(group.getKey())) {
            edit.removeWord(List.of("groups", name), node.value());
          } else if (empty.size() < intent.groups().size()) {
            edit.remove(List.of("groups"), name);
          }
        } catch (FieldEdit.Impossible e) {
          throw byHand(intent.at(), "the group " + name, e);
        }
      }
      if (!empty.isEmpty() && empty.size() == intent.groups().size()) {
        try {
          edit.remove(List.of(), "groups");
        } catch (FieldEdit.Impossible e) {
          throw byHand(intent.at(), "groups", e);
        }
      }
      empty.forEach(group ->
          remarks.add("the group %s goes along; only %s was in it".formatted(group, node)));
    }

    private boolean isGone(NodeSelection selection) {
      return gone.containsAll(selection.of());
    }

    private void words(List<Object> list, NodeSelection selection) throws FieldEdit.Impossible {
      for (Selector selector : selection.of()) {
        if (gone.contains(selector)) {
          edit.removeWord(list, selector.toString());
        }
      }
    }

    private void goesAlong(String what, Position at) {
      remarks.add("%s (%s) goes along; it was about %s alone".formatted(what, at, node));
    }

    /** What is left and speaks of nobody: {@code admin} and {@code role:hub}. */
    private void told(AccessRule rule) {
      List.of(rule.from(), rule.to())
          .forEach(side ->
              side.of().stream()
                  .filter(selector -> !gone.contains(selector))
                  .filter(this::isOfNobodyElse)
                  .forEach(selector ->
                      remarks.add(
                          "the rule %s (%s) speaks of %s, which nobody is any more"
                              .formatted(rule.name(), rule.at(), selector))));
    }

    private static FieldEdit.Impossible byHand(Position at, String what, FieldEdit.Impossible why) {
      return FieldEdit.impossible(
          "%s: %s cannot be edited: %s; do that part by hand, then run it again"
              .formatted(at, what, why.getMessage()));
    }
  }
}
