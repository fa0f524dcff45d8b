package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.sudoers.Scanner.Unreadable;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import io.meshinfra.policy.sudoers.Sudoers.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads commands: lists of them in aliases, and lists with users, options and tags in rules. */
final class CommandReader {
  private static final Pattern ALIAS = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern DIGEST =
      Pattern.compile("sha(224|256|384|512)\\s*:\\s*[A-Za-z0-9+/=]+\\s*,?\\s*");
  private static final Pattern OPTION =
      Pattern.compile(
          "(ROLE|TYPE|APPARMOR_PROFILE|PRIVS|LIMITPRIVS|CWD|CHROOT|TIMEOUT|NOTBEFORE|NOTAFTER)"
              + "\\s*=\\s*(\"[^\"]*\"|\\S+)\\s*");
  private static final Pattern TAG =
      Pattern.compile(
          "(NO)?(PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\\s*:\\s*");

  /** Blanks, and what ends a command, may be written with a backslash in front. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([:\\\\,= \\t#])");

  private final Scanner scanner;

  /** What the commands that follow inherit. */
  private Optional<List<String>> runAs = Optional.empty();

  private boolean noPassword;
  private boolean noExec;

  CommandReader(Scanner scanner) {
    this.scanner = scanner;
  }

  /** The list of a rule, up to the end or the colon before the next list of hosts. */
  List<Grant> grants() throws Unreadable {
    List<Grant> grants = new ArrayList<>();
    do {
      prefix();
      Item item = item();
      grants.add(new Grant(runAs, noPassword, noExec, item));
    } while (scanner.takes(','));
    return grants;
  }

  /** The list of an alias. */
  List<Item> items() throws Unreadable {
    List<Item> items = new ArrayList<>();
    do {
      items.add(item());
    } while (scanner.takes(','));
    return items;
  }

  private void prefix() throws Unreadable {
    if (scanner.takes('(')) {
      runAs = Optional.of(users());
    }
    boolean more = true;
    while (more) {
      Optional<Matcher> tag = scanner.taken(TAG);
      tag.ifPresent(this::tag);
      more = tag.isPresent() || scanner.taken(OPTION).isPresent();
    }
  }

  /** {@code (users:groups)}; with groups alone it runs as whoever calls it. */
  private List<String> users() throws Unreadable {
    List<String> users = new ArrayList<>();
    if (!scanner.takes(':')) {
      if (scanner.takes(')')) {
        return users;
      }
      users.addAll(scanner.names(",:)"));
      if (!scanner.takes(':')) {
        scanner.expect(')');
        return users;
      }
    }
    if (!scanner.takes(')')) {
      scanner.names(",)");
      scanner.expect(')');
    }
    return users;
  }

  private void tag(Matcher tag) {
    boolean no = tag.group(1) != null;
    switch (tag.group(2)) {
      case "PASSWD" -> noPassword = no;
      case "EXEC" -> noExec = no;
      default -> {
        // The others do not decide what may be run.
      }
    }
  }

  private Item item() throws Unreadable {
    boolean negated = false;
    while (scanner.takes('!')) {
      negated = !negated;
    }
    boolean more = true;
    while (more) {
      more = scanner.taken(DIGEST).isPresent();
    }
    while (scanner.takes('!')) {
      negated = !negated;
    }
    String text = scanner.command();
    if (text.isEmpty()) {
      throw new Unreadable("a command is missing");
    }
    return new Item(negated, command(text));
  }

  private static Command command(String text) throws Unreadable {
    if (text.equals("ALL")) {
      return new Command.All();
    }
    if (text.startsWith("^")) {
      return new Command.Unclear("a regular expression");
    }
    int blank = blank(text);
    String name = ESCAPED.matcher(text.substring(0, blank)).replaceAll("$1");
    Optional<String> arguments = arguments(text.substring(blank));
    if (arguments.map(a -> a.startsWith("^") && a.endsWith("$")).orElse(false)) {
      return new Command.Unclear("a regular expression");
    }
    return switch (name) {
      case "sudoedit" -> new Command.Edit(arguments);
      case "list" -> new Command.Listing();
      default -> program(name, arguments);
    };
  }

  private static Command program(String name, Optional<String> arguments) throws Unreadable {
    if (name.startsWith("/")) {
      return new Command.Program(normal(name), arguments);
    }
    if (arguments.isEmpty() && ALIAS.matcher(name).matches()) {
      return new Command.Alias(name);
    }
    throw new Unreadable("a command is ALL, an alias or an absolute path, not " + name);
  }

  /** Index of the first blank that is not escaped. */
  private static int blank(String text) {
    int at = 0;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  /** Joined by single blanks, as sudo compares them; {@code ""} stands for none. */
  private static Optional<String> arguments(String text) {
    String joined = text.strip().replaceAll("\\s+", " ");
    if (joined.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(joined.equals("\"\"") ? "" : ESCAPED.matcher(joined).replaceAll("$1"));
  }

  /** sudo compares the files, not their names, so detours in a name change nothing. */
  private static String normal(String path) {
    String plain = path;
    String before;
    do {
      before = plain;
      plain =
          plain
              .replace("//", "/")
              .replace("/./", "/")
              .replaceFirst("/(?!\\.\\./)[^/]+/\\.\\./", "/");
    } while (!plain.equals(before));
    return plain;
  }
}
