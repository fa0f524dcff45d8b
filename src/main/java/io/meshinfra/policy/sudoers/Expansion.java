package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.sudoers.Sudoers.Aliases;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import io.meshinfra.policy.sudoers.Sudoers.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts in place of aliases what they stand for. */
final class Expansion {
  /** Real files have some dozens; aliases of aliases can stand for any number. */
  private static final int MOST_GRANTS = 500;

  private final Aliases aliases;

  Expansion(Aliases aliases) {
    this.aliases = aliases;
  }

  /** The same grants without aliases, in their order; an alias that is not known stays. */
  List<Grant> of(List<Grant> grants) {
    List<Grant> all = new ArrayList<>();
    grants.forEach(grant -> expand(grant, new HashSet<>(), all));
    return all;
  }

  private void expand(Grant grant, Set<String> inside, List<Grant> into) {
    if (into.size() >= MOST_GRANTS) {
      return;
    }
    if (into.size() == MOST_GRANTS - 1) {
      into.add(with(grant, new Item(false, new Command.Unclear("more than can be looked at"))));
      return;
    }
    if (!(grant.item().command() instanceof Command.Alias alias)) {
      into.add(grant);
      return;
    }
    List<Item> items = aliases.commands().get(alias.name());
    if (items == null || !inside.add(alias.name())) {
      into.add(grant);
      return;
    }
    for (Item item : items) {
      boolean negated = item.negated() != grant.item().negated();
      expand(with(grant, new Item(negated, item.command())), inside, into);
    }
    inside.remove(alias.name());
  }

  private static Grant with(Grant grant, Item item) {
    return new Grant(grant.runAs(), grant.noPassword(), grant.noExec(), item);
  }

  /** Whether it can run as root. A list that cannot be told counts as one that can. */
  boolean asRoot(Grant grant) {
    return grant.runAs().map(users -> users.stream().anyMatch(this::isRoot)).orElse(true);
  }

  private boolean isRoot(String user) {
    if (user.startsWith("!")) {
      return false;
    }
    if (Set.of("root", "#0", "ALL").contains(user)
        || user.startsWith("%")
        || user.startsWith("+")) {
      return true;
    }
    if (user.matches("[A-Z][A-Z0-9_]*")) {
      return Optional.ofNullable(aliases.runAs().get(user))
          .map(users -> users.stream().anyMatch(this::isRootWithoutAlias))
          .orElse(true);
    }
    return false;
  }

  /** An alias inside of another counts as root: nobody needs that. */
  private boolean isRootWithoutAlias(String user) {
    return user.matches("[A-Z][A-Z0-9_]*") || isRoot(user);
  }

  /** The users of a rule, those of aliases in their place. */
  List<String> users(List<String> names) {
    List<String> users = new ArrayList<>();
    names.forEach(name -> users.addAll(aliases.users().getOrDefault(name, List.of(name))));
    return users;
  }
}
