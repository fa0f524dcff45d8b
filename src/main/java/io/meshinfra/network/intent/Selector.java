package io.meshinfra.network.intent;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;

/** Whom a rule speaks of. */
public sealed interface Selector {
  /** As {@code from}: every node and everybody outside; as {@code to}: every node. */
  record Everybody() implements Selector {
    @Override
    public String toString() {
      return "*";
    }
  }

  /** The group {@code admin}, where there is one, else the nodes with the role {@code hub}. */
  record Admin() implements Selector {
    @Override
    public String toString() {
      return "admin";
    }
  }

  /** The nodes that have a role. */
  record Role(Label role) implements Selector {
    @Override
    public String toString() {
      return "role:" + role;
    }
  }

  /** The nodes of a group. */
  record Group(Label group) implements Selector {
    @Override
    public String toString() {
      return "group:" + group;
    }
  }

  /** One node. */
  record Node(NodeName node) implements Selector {
    @Override
    public String toString() {
      return node.toString();
    }
  }

  static Selector parse(String text) {
    if (text.equals("*")) {
      return new Everybody();
    }
    if (text.equals("admin")) {
      return new Admin();
    }
    if (text.startsWith("role:")) {
      return new Role(new Label(text.substring("role:".length())));
    }
    if (text.startsWith("group:")) {
      return new Group(new Label(text.substring("group:".length())));
    }
    try {
      return new Node(new NodeName(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected admin, \"*\", role:NAME, group:NAME or the name of a node, found "
              + Printable.quote(text));
    }
  }
}
