package io.meshinfra.join.inventory;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.AccountName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads what {@code inventory.sh} prints. The machine may lie about itself and do nothing else: a
 * row that has not the form that it must have is left out, and told.
 */
final class InventoryReader {
  private static final int MOST_ROWS = 10_000;
  private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,127}");
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.@-]{0,199}");
  private static final Pattern PATH = Pattern.compile("/[^\\p{Cntrl}]{1,1000}");
  private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final List<String> packages = new ArrayList<>();
  private final List<Inventory.ConfigFile> files = new ArrayList<>();
  private final List<Inventory.Folder> folders = new ArrayList<>();
  private final Map<String, Inventory.Account> accounts = new TreeMap<>();
  private final List<Inventory.Group> groups = new ArrayList<>();
  private final List<Inventory.Unit> units = new ArrayList<>();
  private final List<Inventory.Skipped> skipped = new ArrayList<>();
  private String timezone = "";
  private int rows;
  private boolean ended;

  /** One line of its output. */
  void line(String line) {
    String[] row = line.split("\t", -1);
    if (row.length < 2 || !row[0].equals("inv") || rows++ >= MOST_ROWS) {
      return;
    }
    boolean sound;
    try {
      sound = row(row);
    } catch (IllegalArgumentException e) {
      sound = false;
    }
    if (!sound) {
      skip(Printable.line(row[1]), "what the machine says of it cannot be read");
    }
  }

  /** Empty when it broke off. */
  Optional<Inventory> inventory() {
    if (!ended) {
      return Optional.empty();
    }
    return Optional.of(
        new Inventory(
            packages.stream().distinct().sorted().toList(),
            files.stream().sorted(Comparator.comparing(Inventory.ConfigFile::path)).toList(),
            folders.stream().sorted(Comparator.comparing(Inventory.Folder::path)).toList(),
            List.copyOf(accounts.values()),
            groups.stream().sorted(Comparator.comparing(Inventory.Group::name)).toList(),
            units.stream().sorted(Comparator.comparing(Inventory.Unit::name)).toList(),
            skipped,
            timezone));
  }

  private boolean row(String[] row) {
    return switch (row[1] + row.length) {
      case "end2" -> {
        ended = true;
        yield true;
      }
      case "package3" -> PACKAGE.matcher(row[2]).matches() && packages.add(row[2]);
      case "file7" ->
          files.add(
              new Inventory.ConfigFile(
                  path(row[5]),
                  rights(row[2], row[3], row[4]),
                  Content.of(Base64.getDecoder().decode(row[6]))));
      case "folder6" ->
          folders.add(new Inventory.Folder(path(row[5]), rights(row[2], row[3], row[4])));
      case "skipped4" -> skip(path(row[3]), row[2]);
      case "timezone3" -> {
        timezone = path(row[2]);
        yield true;
      }
      case "user9" -> account(row);
      case "keys4" -> keys(row[2], text(row[3]));
      case "group4" ->
          groups.add(new Inventory.Group(AccountName.parse(row[2]).value(), number(row[3])));
      case "unit7" -> unit(row);
      default -> false;
    };
  }

  private boolean skip(String what, String reason) {
    return skipped.add(new Inventory.Skipped(what, Printable.line(reason)));
  }

  private boolean account(String[] row) {
    String name = AccountName.parse(row[2]).value();
    List<String> groups = List.of(row[8].split(" "));
    groups.forEach(AccountName::parse);
    accounts.put(
        name,
        new Inventory.Account(
            name,
            number(row[3]),
            AccountName.parse(row[4]).value(),
            comment(text(row[5])),
            path(row[6]),
            path(row[7]),
            groups,
            List.of()));
    return true;
  }

  private boolean keys(String name, String file) {
    Inventory.Account account = accounts.get(name);
    if (account == null) {
      return false;
    }
    List<String> keys =
        file.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    accounts.put(
        name,
        new Inventory.Account(
            name,
            account.uid(),
            account.group(),
            account.comment(),
            account.home(),
            account.shell(),
            account.groups(),
            keys));
    return true;
  }

  private boolean unit(String[] row) {
    return UNIT.matcher(row[2]).matches()
        && units.add(
            new Inventory.Unit(
                row[2],
                Printable.line(row[3]),
                Printable.line(row[4]),
                row[5].equals("active"),
                Printable.line(row[6])));
  }

  private static Inventory.Rights rights(String mode, String owner, String group) {
    if (!MODE.matcher(mode).matches()) {
      throw new IllegalArgumentException("not a mode");
    }
    String full = mode.length() == 3 ? "0" + mode : mode;
    return new Inventory.Rights(
        AccountName.parse(owner).value(), AccountName.parse(group).value(), full);
  }

  private static String path(String base64) {
    String path = text(base64);
    if (!PATH.matcher(path).matches() || ("/" + path + "/").contains("/../")) {
      throw new IllegalArgumentException("not a path");
    }
    return path;
  }

  private static String comment(String text) {
    if (text.contains(":") || !Printable.line(text).equals(text)) {
      throw new IllegalArgumentException("no comment of an account");
    }
    return text;
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static long number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("not a number");
    }
    return Long.parseLong(text);
  }
}
