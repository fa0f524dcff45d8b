package io.meshinfra.probe;

import io.meshinfra.model.Evidence;
import io.meshinfra.model.Evidence.Clue;
import io.meshinfra.model.Evidence.Rating;
import io.meshinfra.model.Evidence.Source;
import io.meshinfra.resource.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Links what a node told to one resource.
 *
 * @param login of mesh-infra itself on the node, whose own coming and going says nothing
 */
record EvidenceRules(Testimony told, String login) {
  /** A command may have begun long before it wrote: an editor, a shell. */
  private static final Duration LONGEST_COMMAND = Duration.ofHours(1);

  private static final Duration LONGEST_SESSION = Duration.ofHours(12);

  /** Times of files and of records are made at different moments of the same deed. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static final Duration AROUND = Duration.ofMinutes(1);
  private static final int MOST_CLUES = 8;

  private static final Pattern SHELL =
      Pattern.compile("\\S*/(ba|da|z|k|fi|)sh( -\\S+)*|\\S*/su( .*)?");
  private static final Pattern OWN = Pattern.compile("\\S*/sh -c '?eval .*head -c.*");

  Evidence of(Traces traces) {
    List<Clue> files =
        traces.paths().stream()
            .flatMap(path -> Optional.ofNullable(told.changed().get(path)).stream())
            .toList();
    List<Clue> packages = told.packages().stream().filter(c -> names(c, traces)).toList();
    Optional<Instant> moment = moment(traces, files, packages);
    List<Clue> certain = new ArrayList<>(commands(traces, moment));
    packages.stream().filter(clue -> !clue.who().isEmpty()).forEach(certain::add);
    List<Clue> likely = new ArrayList<>();
    packages.stream().filter(clue -> clue.who().isEmpty()).forEach(likely::add);
    moment.ifPresent(at -> {
      likely.addAll(shells(at));
      likely.addAll(logins(at));
      likely.addAll(journal(traces, at));
    });
    Rating rating =
        !certain.isEmpty()
            ? Rating.CERTAIN
            : likely.isEmpty() ? Rating.NOTHING_FOUND : Rating.LIKELY;
    return new Evidence(rating, strongestFirst(certain, likely, files));
  }

  private static List<Clue> strongestFirst(
      List<Clue> certain, List<Clue> likely, List<Clue> files) {
    List<Clue> all = new ArrayList<>();
    for (List<Clue> clues : List.of(certain, likely, files)) {
      clues.stream()
          .distinct()
          .sorted(Comparator.comparing(Clue::at).reversed())
          .limit(MOST_CLUES / 2)
          .forEach(all::add);
    }
    return all.subList(0, Math.min(all.size(), MOST_CLUES));
  }

  /** When it changed last, as far as that is known. */
  private Optional<Instant> moment(Traces traces, List<Clue> files, List<Clue> packages) {
    List<Instant> times = new ArrayList<>();
    files.forEach(clue -> times.add(clue.at()));
    traces
        .units()
        .forEach(unit -> Optional.ofNullable(told.units().get(unit)).ifPresent(times::add));
    packages.forEach(clue -> times.add(clue.at()));
    return times.stream().max(Comparator.naturalOrder());
  }

  /** Commands that name the resource, and could be what changed it. */
  private List<Clue> commands(Traces traces, Optional<Instant> moment) {
    return moment.stream()
        .flatMap(at ->
            told.commands().stream()
                .filter(clue -> !isOwn(clue))
                .filter(clue -> isBefore(clue, at, LONGEST_COMMAND) && names(clue, traces)))
        .toList();
  }

  private List<Clue> shells(Instant moment) {
    return told.commands().stream()
        .filter(clue -> !isOwn(clue) && SHELL.matcher(clue.what()).matches())
        .filter(clue -> isBefore(clue, moment, LONGEST_SESSION))
        .toList();
  }

  private List<Clue> logins(Instant moment) {
    return told.logins().stream()
        .filter(clue -> !clue.who().equals(login))
        .filter(clue -> !clue.at().isAfter(moment))
        .filter(clue -> isBefore(clue, moment, LONGEST_SESSION))
        .toList();
  }

  private List<Clue> journal(Traces traces, Instant moment) {
    return traces.units().stream()
        .flatMap(unit -> told.journal().getOrDefault(unit, List.of()).stream())
        .filter(clue -> Duration.between(clue.at(), moment).abs().compareTo(AROUND) <= 0)
        .toList();
  }

  private boolean isOwn(Clue clue) {
    return clue.who().equals(login) && OWN.matcher(clue.what()).matches();
  }

  private static boolean isBefore(Clue clue, Instant moment, Duration longest) {
    return !clue.at().isAfter(moment.plus(SLACK)) && !clue.at().isBefore(moment.minus(longest));
  }

  private static boolean names(Clue clue, Traces traces) {
    boolean shown =
        traces.paths().stream().anyMatch(path -> hasWord(clue.what(), path) && !isShared(traces));
    return shown
        || traces.words().stream().anyMatch(word -> hasWord(clue.what(), word))
        || clue.source() == Source.PACKAGE_LOG
            && traces.packages().stream().anyMatch(name -> isLogged(clue.what(), name));
  }

  /** Logs of rpm write {@code NAME-VERSION}, where a version begins with a digit. */
  private static boolean isLogged(String text, String name) {
    return hasWord(text, name)
        || Pattern.compile("(^| )" + Pattern.quote(name) + "-[0-9]").matcher(text).find();
  }

  /** A file that holds more than the resource, so that its path alone says nothing. */
  private static boolean isShared(Traces traces) {
    return !traces.words().isEmpty();
  }

  /** As a word of its own: {@code /etc/motd} does not stand in {@code /etc/motd.d}. */
  private static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (isEdge(text, at - 1) && isEdge(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEdge(String text, int index) {
    return index < 0
        || index >= text.length()
        || !Character.isLetterOrDigit(text.charAt(index)) && "._-/+".indexOf(text.charAt(index)) < 0
        || text.charAt(index) == '.'
            && index + 1 < text.length()
            && text.startsWith(".service", index);
  }
}
