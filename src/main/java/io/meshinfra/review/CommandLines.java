package io.meshinfra.review;

import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds commands in a comment. A command is a whole line that begins at the margin, in lower case,
 * with single spaces; what is quoted, in a code block or in an HTML comment is somebody else's word
 * or an example. Everything else in a comment is for people.
 */
final class CommandLines {
  /** Nobody means more in one comment. */
  private static final int MOST = 10;

  private static final Pattern COMMAND =
      Pattern.compile(
          "mesh (?:(plan)|(help)|(approve)(?: (NAME))?|apply (NAME))[ \\t\\r]*"
              .replace("NAME", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"));

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");

  private static final Pattern QUOTE = Pattern.compile(" {0,3}>");

  private final List<Command> found = new ArrayList<>();
  private Optional<String> fence = Optional.empty();
  private boolean hidden;
  private boolean quoted;

  private CommandLines() {}

  /** In their order, each once. */
  static List<Command> of(String comment) {
    CommandLines lines = new CommandLines();
    comment.lines().forEach(lines::read);
    return lines.found.stream().distinct().limit(MOST).toList();
  }

  private void read(String line) {
    if (hidden) {
      hidden = !line.contains("-->");
      return;
    }
    Matcher mark = FENCE.matcher(line);
    if (fence.isPresent()) {
      if (mark.matches() && mark.group(1).startsWith(fence.get()) && mark.group(2).isBlank()) {
        fence = Optional.empty();
      }
    } else if (mark.matches()) {
      fence = Optional.of(mark.group(1));
    } else if (opensHidden(line)) {
      hidden = true;
    } else {
      outside(line);
    }
  }

  /** A quote goes on to the next blank line, whether or not each line is marked. */
  private void outside(String line) {
    quoted = !line.isBlank() && (quoted || QUOTE.matcher(line).lookingAt());
    if (!quoted) {
      command(line);
    }
  }

  private static boolean opensHidden(String line) {
    int opens = line.lastIndexOf("<!--");
    return opens >= 0 && line.indexOf("-->", opens) < 0;
  }

  private void command(String line) {
    Matcher command = COMMAND.matcher(line);
    if (!command.matches()) {
      return;
    }
    if (command.group(1) != null) {
      found.add(new Command.Plan());
    } else if (command.group(2) != null) {
      found.add(new Command.Help());
    } else if (command.group(3) != null) {
      found.add(new Command.Approve(Optional.ofNullable(command.group(4)).map(NodeName::new)));
    } else {
      found.add(new Command.Apply(new NodeName(command.group(5))));
    }
  }
}
