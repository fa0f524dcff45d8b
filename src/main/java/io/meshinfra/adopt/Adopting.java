package io.meshinfra.adopt;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes candidates one upon the other; each step is proven before it counts. */
final class Adopting {
  private final Catalogs catalogs;
  private final Fleet before;
  private final Map<Spot, Drafted.Covered> covered = new LinkedHashMap<>();
  private Repository repository;

  Adopting(Catalogs catalogs, Fleet before, Repository repository) {
    this.catalogs = catalogs;
    this.before = before;
    this.repository = repository;
  }

  Repository repository() {
    return repository;
  }

  Map<Spot, Drafted.Covered> covered() {
    return covered;
  }

  /** What was refused, with the reason. */
  List<Drafted.Impossible> adopt(List<Drafted.Candidate> candidates) {
    if (candidates.isEmpty() || write(candidates).isEmpty()) {
      return List.of();
    }
    List<Drafted.Impossible> refused = new ArrayList<>();
    for (List<Drafted.Candidate> group : groups(candidates)) {
      write(group)
          .ifPresent(reason ->
              group.forEach(one -> refused.add(new Drafted.Impossible(one.unit(), reason))));
    }
    return refused;
  }

  /** Those that write the same file of the repository stand and fall together. */
  private static List<List<Drafted.Candidate>> groups(List<Drafted.Candidate> candidates) {
    Map<String, List<Drafted.Candidate>> byFile = new LinkedHashMap<>();
    for (Drafted.Candidate candidate : candidates) {
      String alone = String.join(" ", candidate.unit().places());
      String name = candidate.file().orElse(alone);
      byFile.computeIfAbsent(name, any -> new ArrayList<>()).add(candidate);
    }
    return List.copyOf(byFile.values());
  }

  /** What is wrong, if anything, and then nothing was written. */
  private Optional<String> write(List<Drafted.Candidate> candidates) {
    Repository next = repository;
    Map<Spot, Drafted.Covered> more = new LinkedHashMap<>(covered);
    for (Drafted.Candidate candidate : candidates) {
      switch (next.with(candidate)) {
        case Repository.Step.Done done -> next = done.repository();
        case Repository.Step.Failed failed -> {
          return Optional.of(failed.reason());
        }
      }
      more.putAll(candidate.covered());
    }
    Optional<String> problem = problem(next, more);
    if (problem.isEmpty()) {
      repository = next;
      covered.putAll(more);
    }
    return problem;
  }

  private Optional<String> problem(Repository edited, Map<Spot, Drafted.Covered> adopted) {
    return switch (catalogs.load(edited.altered(), edited.folder())) {
      case Loading.Loaded(Fleet after) -> new Proof(before, after, adopted).problem();
      case Loading.Invalid invalid ->
          Optional.of("the edit would be a mistake: " + invalid.findings().getFirst());
    };
  }
}
