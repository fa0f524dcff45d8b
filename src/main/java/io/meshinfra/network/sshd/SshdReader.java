package io.meshinfra.network.sshd;

import io.meshinfra.model.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the text of a drop-in by the rules of sshd_config(5): the first value of a keyword counts,
 * ports and allowed users add up. It knows nothing of the compiler, and understands the keywords
 * and the plain words that are meant, and nothing else.
 */
public final class SshdReader {
  private static final Set<String> KNOWN =
      Set.of(
          "authenticationmethods",
          "kbdinteractiveauthentication",
          "passwordauthentication",
          "permitemptypasswords",
          "permitrootlogin",
          "pubkeyauthentication");
  private static final Pattern VALUE = Pattern.compile("[a-z][a-z-]{0,30}");
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_.-]{0,30}[$]?");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int LAST_PORT = 65_535;

  private final SortedSet<Integer> ports = new TreeSet<>();
  private final SortedMap<String, String> settings = new TreeMap<>();
  private final SortedSet<String> users = new TreeSet<>();

  private SshdReader() {}

  public static SshdDropIn.Reading read(String text) {
    SshdReader reader = new SshdReader();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#") && !reader.line(line)) {
        return new SshdDropIn.Reading.NotUnderstood(
            "line %d is not understood: %s".formatted(number, Printable.quote(line)));
      }
    }
    return text.isEmpty() || text.endsWith("\n")
        ? new SshdDropIn.Reading.Read(new SshdDropIn(reader.ports, reader.settings, reader.users))
        : new SshdDropIn.Reading.NotUnderstood("the last line has no end");
  }

  private boolean line(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    String keyword = words.getFirst().toLowerCase(Locale.ROOT);
    List<String> values = words.subList(1, words.size());
    if (keyword.equals("allowusers")) {
      users.addAll(values);
      return !values.isEmpty() && values.stream().allMatch(USER.asMatchPredicate());
    }
    if (values.size() != 1) {
      return false;
    }
    if (keyword.equals("port")) {
      return port(values.getFirst());
    }
    settings.putIfAbsent(keyword, values.getFirst());
    return KNOWN.contains(keyword) && VALUE.matcher(values.getFirst()).matches();
  }

  private boolean port(String text) {
    if (!PORT.matcher(text).matches() || Integer.parseInt(text) > LAST_PORT) {
      return false;
    }
    ports.add(Integer.valueOf(text));
    return true;
  }
}
