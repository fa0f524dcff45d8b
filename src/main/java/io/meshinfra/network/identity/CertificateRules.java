package io.meshinfra.network.identity;

import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.Label;
import io.meshinfra.network.intent.Permission;
import io.meshinfra.network.intent.PrincipalRule;
import io.meshinfra.network.intent.SshCa;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may have which certificate.
 *
 * @param longest time that one may be valid, the margin for clocks included
 * @param skew how far a clock of a node may be behind
 */
public record CertificateRules(SshCa ca, Duration longest, Duration skew) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public Judgement judge(Asker asker, Wish wish, Instant now) {
    List<String> reasons = new ArrayList<>();
    ca.revocation(asker.keyId(), wish.key())
        .ifPresent(one -> reasons.add(one + " is revoked in the network intent"));
    SortedMap<String, PrincipalRule> chosen = chosen(asker, wish, reasons);
    Instant from = now.minus(skew).truncatedTo(ChronoUnit.SECONDS);
    Instant until = until(asker, wish, from, now, reasons);
    if (!reasons.isEmpty()) {
      return new Judgement.Refused(reasons);
    }
    return new Judgement.Granted(
        new TreeSet<>(chosen.keySet()), extensions(chosen.values()), from, until);
  }

  private SortedMap<String, PrincipalRule> chosen(Asker asker, Wish wish, List<String> reasons) {
    SortedMap<String, PrincipalRule> all = new TreeMap<>();
    for (PrincipalRule rule : ca.principals().values()) {
      if (rule.holders().contains(asker.holder())
          && asker.contract().map(named -> named.contains(rule.name().value())).orElse(true)) {
        all.put(rule.name().value(), rule);
      }
    }
    if (wish.principals().isEmpty()) {
      if (all.isEmpty()) {
        reasons.add(nothing(asker));
      }
      return all;
    }
    SortedMap<String, PrincipalRule> chosen = new TreeMap<>();
    for (String name : wish.principals()) {
      if (all.containsKey(name)) {
        chosen.put(name, all.get(name));
      } else {
        reasons.add(why(asker, name));
      }
    }
    return chosen;
  }

  private String nothing(Asker asker) {
    return "no principal is for %s%s; ssh_ca of the network intent says which are for whom"
        .formatted(
            asker.holder(),
            asker
                .contract()
                .map(named ->
                    " and in its contract, which names "
                        + (named.isEmpty() ? "none" : String.join(", ", new TreeSet<>(named))))
                .orElse(""));
  }

  private String why(Asker asker, String name) {
    Optional<PrincipalRule> rule =
        ca.principals().values().stream()
            .filter(one -> one.name().value().equals(name))
            .findFirst();
    if (rule.isEmpty()) {
      List<String> known = ca.principals().keySet().stream().map(Label::value).toList();
      return "there is no principal %s%s"
          .formatted(Printable.quote(name), Suggestion.of(name, known));
    }
    return rule.get().holders().contains(asker.holder())
        ? "the contract does not name the principal " + name
        : "the principal %s is not for %s".formatted(name, asker.holder());
  }

  private Instant until(Asker asker, Wish wish, Instant from, Instant now, List<String> reasons) {
    Instant last = from.plus(longest);
    Instant until = wish.life().map(now::plus).orElse(last);
    if (wish.life().isPresent() && wish.life().get().compareTo(longest) > 0) {
      reasons.add("a certificate is valid for %s at most".formatted(span(longest)));
    }
    until = until.isAfter(last) ? last : until;
    Instant end =
        asker.until().filter(until::isAfter).orElse(until).truncatedTo(ChronoUnit.SECONDS);
    if (end.isBefore(now.plus(SHORTEST))) {
      reasons.add(
          "it would end at %s; ask for a minute or more, with a token that lasts".formatted(end));
    }
    return end;
  }

  private static String span(Duration time) {
    return time.toMinutes() % 60 == 0 ? time.toHours() + " h" : time.toMinutes() + " min";
  }

  /** Only what every principal permits: the one with the fewest rights sets the limit. */
  private static SortedSet<String> extensions(Iterable<PrincipalRule> rules) {
    Set<Permission> permitted = EnumSet.allOf(Permission.class);
    rules.forEach(rule -> permitted.retainAll(rule.permits()));
    SortedSet<String> names = new TreeSet<>();
    permitted.forEach(permission -> names.add(permission.extension()));
    return names;
  }
}
