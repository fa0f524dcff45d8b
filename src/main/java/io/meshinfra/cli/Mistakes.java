package io.meshinfra.cli;

import io.meshinfra.model.Printable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands that went wrong end. */
final class Mistakes {
  private static final int MOST_MEANT = 2;

  private Mistakes() {}

  /** Wrong usage: what is wrong, what may have been meant, where help is. */
  static int usage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("mesh: " + Printable.block(message(mistake)).strip());
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions().stream().limit(MOST_MEANT).toList();
      if (!meant.isEmpty()) {
        err.println("Did you mean: " + Printable.line(String.join(", ", meant)) + "?");
      }
    }
    err.println("More: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.ERROR;
  }

  private static String message(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched
        && unmatched.getCommandLine().getParent() == null
        && !unmatched.isUnknownOption()) {
      return "there is no command " + Printable.quote(unmatched.getUnmatched().getFirst());
    }
    return mistake.getMessage();
  }

  /** What was expected to be possible and was not, or a bug. */
  static int execution(Exception mistake, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (mistake instanceof Failure failure) {
      err.println("mesh: " + failure.getMessage());
    } else {
      err.println("mesh: this is a bug in mesh-infra; please report it with these lines:");
      mistake.printStackTrace(err);
    }
    err.flush();
    return ExitCode.ERROR;
  }
}
