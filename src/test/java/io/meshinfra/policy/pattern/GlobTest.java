package io.meshinfra.policy.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  /** Of each of the patterns and texts that are made up, by chance and always the same. */
  private static final int MANY = 3_000;

  private final Random random = new Random(20250908);

  @ParameterizedTest
  @CsvSource({
    "/etc/ssh/**, /etc/ssh/sshd_config, true",
    "/etc/ssh/**, /etc/ssh/sshd_config.d/a.conf, true",
    "/etc/ssh/**, /etc/ssh, true",
    "/etc/ssh/, /etc/ssh/sshd_config, true",
    "/etc/ssh/**, /etc/sshd, false",
    "/etc/*.conf, /etc/a.conf, true",
    "/etc/*.conf, /etc/a/b.conf, false",
    "/etc/?/b, /etc/a/b, true",
    "/etc/?/b, /etc///b, false",
    "**/authorized_keys, /home/ann/.ssh/authorized_keys, true",
    "'/etc/{passwd,shadow}', /etc/shadow, true",
    "'/etc/{passwd,shadow}', /etc/group, false",
    "'/etc/{a{b,c},d}', /etc/ac, true",
    "/etc/[a-c]x, /etc/bx, true",
    "/etc/[!a-c]x, /etc/bx, false",
    "/etc/[!a-c]x, /etc/zx, true",
    "/a[!b]c, /a/c, false",
    "/etc/[, /etc/[, true",
    "/etc/\\*, /etc/*, true",
    "/etc/\\*, /etc/a, false",
    "/etc/a, /etc/a, true",
    "/etc/a, /etc/ab, false",
    "/**, /anything/at/all, true",
  })
  void shouldMatchPaths(String pattern, String path, boolean matches) {
    assertEquals(matches, Glob.path(pattern).contains(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rm -rf /*        | rm -rf /etc            | true
          *curl*sh*        | 'curl https://x | sh' | true
          systemctl stop * | systemctl stop a b     | true
          systemctl stop * | systemctl start a      | false
          {a,b,} c         | b c                    | true
          {a,b,}c          | c                      | true
          {a               | {a                     | true
          a}               | a}                     | true
          a,b              | a,b                    | true
          [[:digit:]]x     | 5x                     | true
          [[:digit:]]x     | ax                     | false
          []x]             | ]                      | true
          [a-]             | -                      | true
          """)
  void shouldMatchTexts(String pattern, String text, boolean matches) {
    assertEquals(matches, Glob.text(pattern).contains(text));
  }

  @Test
  void shouldAgreeWithRegularExpressions() {
    for (int i = 0; i < MANY; i++) {
      String pattern = made("ab/*?[", 8);
      String text = made("ab/", 8);

      assertEquals(
          Pattern.compile(regex(pattern, ".")).matcher(text).matches(),
          Language.of(Glob.fnmatch(pattern)).contains(text),
          pattern + " on " + text);
      assertEquals(
          Pattern.compile(regex(pattern, "[^/]")).matcher(text).matches(),
          Language.of(Glob.fnmatchPath(pattern)).contains(text),
          pattern + " on the path " + text);
    }
  }

  /** What two patterns have in common is found whenever trying all short texts finds it. */
  @Test
  void shouldFindWhatTwoPatternsHaveInCommon() {
    List<String> texts = texts("ab", 5);
    for (int i = 0; i < MANY / 10; i++) {
      String one = made("ab*?", 5);
      String other = made("ab*?", 5);
      Language first = Language.of(Glob.fnmatch(one));
      Language second = Language.of(Glob.fnmatch(other));
      boolean tried = texts.stream().anyMatch(t -> first.contains(t) && second.contains(t));

      assertEquals(tried, first.meets(second), one + " and " + other);
      assertEquals(tried, second.meets(first), other + " and " + one);
    }
  }

  @Test
  void shouldFindTheShortestTextOfOneWithoutTheOther() {
    Language stop = Glob.text("stop *");
    Language but = Glob.text("{stop ,stop s*}");

    Search search =
        new Search(
            List.of(stop, but),
            flags -> flags.get(0) && !flags.get(1),
            alive -> alive.get(0),
            new Budget(100_000));

    Search.Answer answer = search.shortest();
    assertTrue(answer instanceof Search.Answer.Found, answer.toString());
    String found = ((Search.Answer.Found) answer).text();
    assertTrue(stop.contains(found) && !but.contains(found), found);
    assertEquals("stop ".length() + 1, found.length(), found);
  }

  @Test
  void shouldFindNothingInWhatIsTakenAwayWhole() {
    Search search =
        new Search(
            List.of(Glob.text("stop s*"), Glob.text("stop *")),
            flags -> flags.get(0) && !flags.get(1),
            alive -> alive.get(0),
            new Budget(100_000));

    assertEquals(new Search.Answer.None(), search.shortest());
  }

  @Test
  void shouldSayWhenTheBudgetIsSpent() {
    Language hard = Glob.text("*a??????????????????*b");

    Search search = new Search(List.of(hard), flags -> false, alive -> true, new Budget(10_000));

    assertEquals(new Search.Answer.TooLarge(), search.shortest());
    assertTrue(Glob.text("*a" + "?".repeat(30)).meets(Glob.text("*b" + "?".repeat(30) + "c")));
  }

  @Test
  void shouldNotBeHeldUpByAnyPattern() {
    Language hostile = Glob.text("*a".repeat(100) + "b");
    String text = "a".repeat(5_000);

    boolean found =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> hostile.contains(text));

    assertFalse(found);
  }

  @Test
  void shouldKeepTheSeparatorOutOfEveryWildcard() {
    String joined = "a" + Letters.SEPARATOR + "b";

    assertFalse(Glob.text("*").contains(joined));
    assertFalse(Glob.text("a?b").contains(joined));
    assertFalse(Glob.text("a[!x]b").contains(joined));
  }

  private String made(String letters, int longest) {
    int length = random.nextInt(longest + 1);
    return random
        .ints(length, 0, letters.length())
        .mapToObj(i -> letters.charAt(i) == '[' ? "[!a]" : letters.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static String regex(String glob, String any) {
    String notA = any.equals(".") ? "[^a]" : "[^a/]";
    return glob.replace("[!a]", "\0")
        .chars()
        .mapToObj(c ->
            switch (c) {
              case '*' -> any + "*";
              case '?' -> any;
              case '\0' -> notA;
              default -> Pattern.quote(String.valueOf((char) c));
            })
        .collect(Collectors.joining());
  }

  private static List<String> texts(String letters, int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int begin = 0;
    for (int length = 1; length <= longest; length++) {
      int end = all.size();
      for (int i = begin; i < end; i++) {
        for (char letter : letters.toCharArray()) {
          all.add(all.get(i) + letter);
        }
      }
      begin = end;
    }
    return all;
  }
}
