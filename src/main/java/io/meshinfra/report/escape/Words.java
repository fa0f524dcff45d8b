package io.meshinfra.report.escape;

import io.meshinfra.model.ShellScript;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Commands for people: words that need no quotes have none, so that they can be typed from paper.
 */
final class Words {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Words() {}

  static String command(List<String> words) {
    return words.stream().map(Words::word).collect(Collectors.joining(" "));
  }

  static String word(String word) {
    return BARE.matcher(word).matches() ? word : ShellScript.of("{}", word).text();
  }
}
