package io.meshinfra.join.inventory;

import io.meshinfra.desired.edit.FreshYaml;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The resources of an inventory, kind by kind, and what is left out. */
final class Entries {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9@.-]+)"
              + " [A-Za-z0-9+/]{16,8192}={0,2}(?: [^\\p{Cntrl}\"]*)?");
  private static final Pattern DROP_IN = Pattern.compile("/etc/sudoers\\.d/([A-Za-z0-9_-]+)");
  private static final String UTC = "/Etc/UTC";

  private final NodeName node;
  private final Inventory inventory;
  private final List<ProfileDraft.Entry> all = new ArrayList<>();
  private final List<Inventory.Skipped> leftOut;

  Entries(NodeName node, Inventory inventory) {
    this.node = node;
    this.inventory = inventory;
    this.leftOut = new ArrayList<>(inventory.skipped());
    inventory.packages().forEach(name -> add("package", name, "{name: " + quoted(name) + "}"));
    groups();
    inventory.accounts().forEach(this::account);
    timezone();
    folders();
    inventory.files().forEach(this::file);
    inventory.units().forEach(this::unit);
  }

  List<ProfileDraft.Entry> all() {
    return all;
  }

  List<Inventory.Skipped> leftOut() {
    return leftOut;
  }

  private void add(String kind, String name, String yaml) {
    all.add(ProfileDraft.Entry.of(kind, name, yaml));
  }

  private static String quoted(String text) {
    return FreshYaml.word(text);
  }

  private void leave(String what, String reason) {
    leftOut.add(new Inventory.Skipped(what, reason));
  }

  /** Those that no account makes by itself. */
  private void groups() {
    Set<String> own = new HashSet<>();
    inventory.accounts().stream()
        .filter(account -> account.group().equals(account.name()))
        .forEach(account -> own.add(account.name()));
    inventory.groups().stream()
        .filter(group -> !own.contains(group.name()))
        .filter(group -> !isOfTheLogin(group))
        .forEach(group ->
            add(
                "group",
                group.name(),
                "{name: %s, gid: %d}".formatted(quoted(group.name()), group.gid())));
  }

  /** The account of the hub is no part of an inventory, and its group is neither. */
  private boolean isOfTheLogin(Inventory.Group group) {
    return group.name().equals("mesh-ops");
  }

  private void account(Inventory.Account account) {
    if (isTemplate(account.comment())) {
      leave("user:" + account.name(), "its comment would be taken for a template");
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", quoted(account.name()));
    fields.put("uid", Long.toString(account.uid()));
    if (!account.group().equals(account.name())) {
      fields.put("group", quoted(account.group()));
    }
    Set<String> others = new TreeSet<>(account.groups());
    others.remove(account.group());
    if (!others.isEmpty()) {
      fields.put("groups", FreshYaml.list(List.copyOf(others)));
    }
    fields.put("home", quoted(account.home()));
    fields.put("shell", quoted(account.shell()));
    if (!account.comment().isBlank()) {
      fields.put("comment", quoted(account.comment()));
    }
    add("user", account.name(), FreshYaml.map(fields));
    keys(account);
  }

  private void keys(Inventory.Account account) {
    String what = "authorizedKeys:" + account.name();
    List<String> keys = new ArrayList<>();
    for (String key : account.keys()) {
      if (!KEY.matcher(key).matches() || isTemplate(key)) {
        leave(what, "a line of it is no plain public key; with options it is written by hand");
        return;
      }
      keys.add(FreshYaml.quoted(key));
    }
    if (!keys.isEmpty()) {
      add(
          "authorizedKeys",
          account.name(),
          "{user: %s, keys: [%s]}".formatted(quoted(account.name()), String.join(", ", keys)));
    }
  }

  private void timezone() {
    String zone = inventory.timezone();
    if (!zone.isEmpty() && !zone.endsWith(UTC) && !isTemplate(zone)) {
      add(
          "symlink",
          "/etc/localtime",
          "{path: /etc/localtime, target: %s, force: true}".formatted(quoted(zone)));
    }
  }

  /** Only those that a file of the profile lies in, and that no package brings. */
  private void folders() {
    Set<String> needed = new HashSet<>();
    for (Inventory.ConfigFile file : inventory.files()) {
      if (reasonAgainst(file).isEmpty()) {
        for (String at = parent(file.path()); !at.isEmpty(); at = parent(at)) {
          needed.add(at);
        }
      }
    }
    inventory.folders().stream()
        .filter(folder -> needed.contains(folder.path()) && !folder.path().equals("/etc"))
        .filter(folder -> !isTemplate(folder.path()))
        .forEach(folder -> add("directory", folder.path(), map(folder.path(), folder.rights())));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String map(String path, Inventory.Rights rights) {
    return "{path: %s, owner: %s, group: %s, mode: %s}"
        .formatted(
            quoted(path),
            quoted(rights.owner()),
            quoted(rights.group()),
            FreshYaml.quoted(rights.mode()));
  }

  private void file(Inventory.ConfigFile file) {
    Optional<String> against = reasonAgainst(file);
    if (against.isPresent()) {
      leave("file:" + file.path(), against.get());
      return;
    }
    var dropIn = DROP_IN.matcher(file.path());
    String text = file.content().text().orElse("");
    if (dropIn.matches() && !isTemplate(text)) {
      add(
          "sudoers",
          dropIn.group(1),
          "{name: %s, content: %s}".formatted(quoted(dropIn.group(1)), FreshYaml.quoted(text)));
      return;
    }
    ResourceId id = new ResourceId("file", file.path());
    String source = ProfileDraft.source(node, id);
    String rights = map(file.path(), file.rights());
    String yaml =
        "file: {path: %s, source: %s, %s"
            .formatted(
                quoted(file.path()), quoted(source), rights.substring(rights.indexOf("owner:")));
    all.add(new ProfileDraft.Entry(id, yaml, Optional.of(file.content())));
  }

  private static Optional<String> reasonAgainst(Inventory.ConfigFile file) {
    Content content = file.content();
    if (isTemplate(file.path())) {
      return Optional.of("its path would be taken for a template");
    }
    return content.text().isEmpty()
        ? Optional.of("it is no text")
        : SecretSigns.in(content.text().get()).map(sign -> "it looks as if it held " + sign);
  }

  private void unit(Inventory.Unit unit) {
    boolean chosen = inventory.packages().contains(unit.by()) || unit.by().equals("-");
    boolean usual = unit.state().equals(unit.usual());
    switch (unit.state()) {
      case "enabled" -> {
        if (!usual || chosen) {
          service(unit, unit.active() ? "running: true, enabled: true" : "enabled: true");
        }
      }
      case "disabled" -> {
        if (!usual) {
          service(unit, unit.active() ? "enabled: false" : "running: false, enabled: false");
        }
      }
      case "masked" -> {
        // A distribution masks units of its own too; those have a package.
        if (unit.by().equals("-")) {
          service(unit, "masked: true");
        }
      }
      default -> {
        // static and generated ones are nobody's choice
      }
    }
  }

  private void service(Inventory.Unit unit, String how) {
    add("service", unit.name(), "{name: %s, %s}".formatted(quoted(unit.name()), how));
  }

  private static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }
}
