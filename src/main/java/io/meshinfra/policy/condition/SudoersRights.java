package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.sudoers.SudoersLint;
import io.meshinfra.policy.sudoers.Weakness;
import io.meshinfra.resource.Touched;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * No file of sudoers lets anybody take a way into the machine away.
 *
 * @param direct whether commands are looked for that do so themselves; otherwise those that give
 *     the power to, in a roundabout way
 * @param administrators users and groups who may have everything
 */
public record SudoersRights(boolean direct, Set<String> administrators) implements Condition {
  private static final Language SUDOERS = Glob.path("/etc/{sudoers,sudoers.d/**}");

  public SudoersRights {
    administrators = Collections.unmodifiableSet(new TreeSet<>(administrators));
  }

  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  static boolean isSudoers(String path) {
    return path.endsWith("/") ? Glob.path(path).meets(SUDOERS) : SUDOERS.contains(path);
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter.changes().stream().flatMap(change -> hits(change).stream()).toList();
  }

  private List<Hit> hits(ResourceChange change) {
    Optional<Touched> touched = Touches.of(change);
    List<Hit> hits = new ArrayList<>();
    for (Touched.Write write : touched.map(Touched::writes).orElse(List.of())) {
      if (isSudoers(write.path())) {
        hits.addAll(hits(change, write));
      }
    }
    boolean tree =
        touched.stream()
            .flatMap(t -> t.paths().stream())
            .anyMatch(path -> path.endsWith("/") && isSudoers(path));
    boolean removed = change.change() instanceof io.meshinfra.resource.Change.Delete;
    if (direct && tree && !removed) {
      hits.add(
          Hit.of(
              change, "puts files where sudo reads its rules, and what is in them is not known"));
    }
    return hits;
  }

  private List<Hit> hits(ResourceChange change, Touched.Write write) {
    Optional<String> text = write.content().flatMap(Content::text);
    if (text.isEmpty()) {
      return direct
          ? List.of(
              Hit.of(
                  change,
                  "what sudo would read there cannot be looked into; give the lines as content"))
          : List.of();
    }
    return SudoersLint.check(text.get(), administrators).stream()
        .filter(weakness -> weakness.direct() == direct)
        .map(weakness -> Hit.of(change, told(weakness, write.secret())))
        .toList();
  }

  private static String told(Weakness weakness, boolean secret) {
    return "line "
        + weakness.line()
        + ": "
        + (secret ? "lets somebody take a way into the machine away" : weakness.reason());
  }
}
