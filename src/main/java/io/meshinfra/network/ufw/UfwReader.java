package io.meshinfra.network.ufw;

import io.meshinfra.model.Printable;
import io.meshinfra.network.firewall.Filter;
import io.meshinfra.network.firewall.FilterRule;
import io.meshinfra.network.firewall.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads the two files as {@code iptables-restore} would: the part of its language that we write,
 * and nothing else. It knows nothing of the compiler, so that it finds the mistakes of that.
 */
final class UfwReader {
  /** It returns what comes in by an interface that it names, and drops the rest. */
  private static final String GUARD = "mesh-infra";

  private final String file;
  private final boolean six;
  private final String prefix;
  private final Set<String> chains = new HashSet<>();
  private final Set<String> trusted = new HashSet<>();
  private final List<FilterRule> rules = new ArrayList<>();
  private boolean guarded;
  private int line;

  private UfwReader(String file, boolean six) {
    this.file = file;
    this.six = six;
    this.prefix = six ? "ufw6" : "ufw";
  }

  /** The text says something that we never write. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(String message) {
      super(message);
    }
  }

  static Filter.Reading read(SortedMap<String, String> files) {
    try {
      List<FilterRule> rules = new ArrayList<>();
      boolean dropped = true;
      for (Map.Entry<String, String> entry : files.entrySet()) {
        boolean six = entry.getKey().equals(UfwFirewall.IP6);
        if (!six && !entry.getKey().equals(UfwFirewall.IP)) {
          throw new NotUnderstood(entry.getKey() + " is no file of ufw");
        }
        List<FilterRule> read = new UfwReader(entry.getKey(), six).rules(entry.getValue());
        dropped &= !read.isEmpty() && isDrop(read.getLast());
        rules.addAll(read);
      }
      if (files.size() != 2) {
        throw new NotUnderstood("both files are needed");
      }
      return new Filter.Reading.Read(new Filter(!dropped, rules));
    } catch (NotUnderstood e) {
      return new Filter.Reading.NotUnderstood(e.getMessage());
    }
  }

  /** Whatever comes behind a file has its say, unless it ends by dropping all the rest. */
  private static boolean isDrop(FilterRule last) {
    return !last.accepts() && last.matches().size() == 1;
  }

  private List<FilterRule> rules(String text) throws NotUnderstood {
    List<String> lines = text.lines().toList();
    boolean begun = false;
    boolean ended = false;
    for (String one : lines) {
      line++;
      if (one.startsWith("#")) {
        continue;
      }
      if (ended) {
        throw refused("expected nothing more, found " + Printable.quote(one));
      }
      if (one.equals("*filter") && !begun) {
        begun = true;
      } else if (one.equals("COMMIT") && begun) {
        ended = true;
      } else if (begun && one.startsWith(":")) {
        chain(one);
      } else if (begun && one.startsWith("-A ")) {
        rule(one);
      } else {
        throw refused(Printable.quote(one) + " is not understood");
      }
    }
    if (!ended) {
      throw refused("it does not end with COMMIT");
    }
    return rules;
  }

  private void chain(String text) throws NotUnderstood {
    String name = text.replaceFirst(" - \\[0:0]$", "").substring(1);
    if (!text.endsWith(" - [0:0]") || !rules.isEmpty() || !chains.add(name)) {
      throw refused("the chain " + Printable.quote(text) + " is not understood");
    }
  }

  private void rule(String text) throws NotUnderstood {
    UfwWords words = new UfwWords(text, file + ", line " + line);
    words.need("-A");
    String chain = words.next();
    if (!chains.contains(chain)) {
      throw refused("there is no chain " + Printable.quote(chain));
    }
    if (chain.equals(prefix + "-before-input")) {
      incoming(words);
    } else if (chain.equals(GUARD)) {
      guard(words);
    } else if (chain.equals(prefix + "-before-output")) {
      words.need("-j", "ACCEPT");
      words.end();
    } else if (chain.equals(prefix + "-before-forward")) {
      words.need("-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED", "-j", "ACCEPT");
      words.end();
    } else {
      throw refused("nothing belongs into the chain " + Printable.quote(chain));
    }
  }

  private void guard(UfwWords words) throws NotUnderstood {
    if (guarded) {
      throw refused("nothing belongs behind the last rule of " + GUARD);
    }
    if (words.take("-i")) {
      trusted.add(words.next());
      words.need("-j", "RETURN");
    } else {
      words.need("-j", "DROP");
      guarded = true;
    }
    words.end();
  }

  private void incoming(UfwWords words) throws NotUnderstood {
    List<Match> matches = new ArrayList<>(List.of(new Match.Family(six)));
    matches.addAll(new UfwMatches(words, six).matches());
    String target = words.next();
    words.end();
    if (target.equals(GUARD)) {
      if (!guarded) {
        throw refused(GUARD + " is used before it is whole");
      }
      matches.add(new Match.Interface(true, trusted));
    }
    boolean accepts = target.equals("ACCEPT");
    if (!accepts && !target.equals("DROP") && !target.equals(GUARD)) {
      throw refused("-j " + Printable.quote(target) + " is not understood");
    }
    rules.add(new FilterRule(file, line, matches, accepts));
  }

  private NotUnderstood refused(String message) {
    return new NotUnderstood(file + ", line " + line + ": " + message);
  }
}
