package io.meshinfra.resource;

import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who owns a path and who may do what with it, as far as the spec says; the rest is left alone. */
public record Ownership(Optional<Owner> owner, Optional<Owner> group, Optional<FileMode> mode) {
  /** The label that the policy of the machine gives the path, where there is SELinux. */
  public static ShellScript relabel(String path) {
    return ShellScript.of(
        "if command -v restorecon >/dev/null 2>&1; then restorecon -- {} || true; fi", path);
  }

  /** Adds what is asked for. */
  public State wantedIn(State state) {
    State wanted = state;
    if (owner.isPresent()) {
      wanted = wanted.with("owner", owner.get().value());
    }
    if (group.isPresent()) {
      wanted = wanted.with("group", group.get().value());
    }
    return mode.isPresent() ? wanted.with("mode", mode.get().octal()) : wanted;
  }

  /** Adds what was seen, an owner by number where the spec gives a number. */
  public State seenIn(State state, FileProbe.Seen.Found found) {
    return state
        .with("owner", owner.map(o -> found.ownerLike(o.value())).orElse(found.owner()))
        .with("group", group.map(g -> found.groupLike(g.value())).orElse(found.group()))
        .with("mode", found.mode());
  }

  /**
   * Brings about what differs, without following a link. The owner comes first, because changing it
   * clears the set-user-id bit, so the mode is set again with it.
   */
  public ShellScript apply(String path, Change change) {
    List<ShellScript> lines = new ArrayList<>();
    if (owner.isPresent() && change.touches("owner")) {
      lines.add(ShellScript.of("chown -h -- {} {}", owner.get(), path));
    }
    if (group.isPresent() && change.touches("group")) {
      lines.add(ShellScript.of("chgrp -h -- {} {}", group.get(), path));
    }
    if (mode.isPresent() && (change.touches("mode") || !lines.isEmpty())) {
      lines.add(ShellScript.of("chmod -- {} {}", mode.get(), path));
    }
    return ShellScript.lines(lines);
  }

  /**
   * Takes over what was seen of owner, group or mode.
   *
   * @param attribute one of them, or the type, which no spec can take over
   * @param kind what it shall be
   */
  public static SpecEdit adopt(String kind, String attribute, Optional<Value> seen) {
    return switch (attribute) {
      case "owner", "group", "mode" -> SpecEdit.text(attribute, seen);
      default ->
          SpecEdit.impossible(
              "something else than a %s is at the path: %s"
                  .formatted(kind, seen.map(Value::shown).orElse("of unknown type")));
    };
  }

  /** Takes over those of owner, group and mode that the spec gives and that are other ones. */
  public SpecEdit adopt(String kind, State was) {
    SpecEdit edit = SpecEdit.NONE;
    for (var wanted : wantedIn(State.EMPTY).attributes().entrySet()) {
      Optional<Value> seen = was.get(wanted.getKey());
      if (!seen.equals(Optional.of(wanted.getValue()))) {
        edit = edit.and(adopt(kind, wanted.getKey(), seen));
      }
    }
    return edit;
  }

  /** The accounts, and the folders and links above the path. */
  public Set<ResourceId> comesAfter(AbsolutePath path) {
    Set<ResourceId> first = new HashSet<>(parents(path));
    owner.filter(o -> !o.isNumber()).ifPresent(o -> first.add(new ResourceId("user", o.value())));
    group.filter(g -> !g.isNumber()).ifPresent(g -> first.add(new ResourceId("group", g.value())));
    return first;
  }

  /** The folders and links above a path. */
  public static Set<ResourceId> parents(AbsolutePath path) {
    Set<ResourceId> parents = new HashSet<>();
    for (String parent : path.parents()) {
      parents.add(new ResourceId("directory", parent));
      parents.add(new ResourceId("symlink", parent));
    }
    return parents;
  }
}
