package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.sudoers.Scanner.Unreadable;
import io.meshinfra.policy.sudoers.Sudoers.Aliases;
import io.meshinfra.policy.sudoers.Sudoers.Fault;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import io.meshinfra.policy.sudoers.Sudoers.Include;
import io.meshinfra.policy.sudoers.Sudoers.Item;
import io.meshinfra.policy.sudoers.Sudoers.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a sudoers file. A line that is not understood is a fault and hides no other. */
final class SudoersReader {
  private static final Pattern INCLUDE = Pattern.compile("[@#]include(?:dir)?\\s+(.+)");
  private static final Pattern ALIAS_LINE =
      Pattern.compile("(User|Runas|Host|Cmnd|Cmd)_Alias(?=\\s)");
  private static final Pattern ALIAS_NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern DEFAULTS = Pattern.compile("Defaults(?=[\\s@:!>])");
  private static final Pattern NO_PASSWORD =
      Pattern.compile("(^|[\\s,])!\\s*authenticate(?=$|[\\s,])");

  private final List<Rule> rules = new ArrayList<>();
  private final List<Include> includes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, List<Item>> commands = new HashMap<>();
  private final Map<String, List<String>> runAs = new HashMap<>();
  private final Map<String, List<String>> users = new HashMap<>();
  private boolean askNothing;

  private SudoersReader() {}

  static Sudoers read(String file) {
    SudoersReader reader = new SudoersReader();
    for (LogicalLine line : LogicalLine.of(file)) {
      try {
        reader.line(line);
      } catch (Unreadable e) {
        reader.faults.add(new Fault(line.number(), e.getMessage()));
      }
    }
    return new Sudoers(
        reader.rules,
        new Aliases(reader.commands, reader.runAs, reader.users),
        reader.includes,
        reader.faults,
        reader.askNothing);
  }

  private void line(LogicalLine line) throws Unreadable {
    Matcher include = INCLUDE.matcher(line.text());
    Scanner scanner = new Scanner(line.text());
    if (include.matches()) {
      includes.add(new Include(line.number(), include.group(1).strip().replace("\"", "")));
    } else if (scanner.taken(DEFAULTS).isPresent()) {
      askNothing |= NO_PASSWORD.matcher(scanner.rest()).find();
    } else {
      Optional<Matcher> alias = scanner.taken(ALIAS_LINE);
      if (alias.isPresent()) {
        aliases(alias.get().group(1), scanner);
      } else {
        rule(line.number(), scanner);
      }
    }
    if (!scanner.isAtEnd() && !include.matches() && !line.text().startsWith("Defaults")) {
      throw new Unreadable("expected , or : or the end before " + scanner.rest());
    }
  }

  private void aliases(String kind, Scanner scanner) throws Unreadable {
    do {
      String name =
          scanner
              .taken(ALIAS_NAME)
              .orElseThrow(() -> new Unreadable("an alias is named in capital letters"))
              .group();
      scanner.expect('=');
      switch (kind) {
        case "Cmnd", "Cmd" -> commands.put(name, new CommandReader(scanner).items());
        case "Runas" -> runAs.put(name, scanner.names(",:"));
        case "User" -> users.put(name, scanner.names(",:"));
        default -> scanner.names(",");
      }
    } while (scanner.takes(':'));
  }

  /** On which machines it holds does not matter: it is written to be in force somewhere. */
  private void rule(int line, Scanner scanner) throws Unreadable {
    List<String> who = scanner.names(",");
    do {
      scanner.names(",=:");
      scanner.expect('=');
      List<Grant> grants = new CommandReader(scanner).grants();
      rules.add(new Rule(line, who, grants));
    } while (scanner.takes(':'));
  }
}
