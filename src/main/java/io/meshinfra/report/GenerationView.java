package io.meshinfra.report;

import io.meshinfra.model.Revision;
import io.meshinfra.plan.Generation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run that changed a node, as the node keeps it, for programs.
 *
 * @param revision that was applied; absent for one that undid others
 * @param undoneByGuard whether the guard has put everything back
 * @param bytes that it takes on the disk of the node; absent when the node does not tell
 * @param changed what it changed, and how; that of which nothing is kept too
 */
public record GenerationView(
    int number,
    Instant at,
    String run,
    Optional<String> revision,
    String cause,
    boolean undoneByGuard,
    Optional<Long> bytes,
    List<KeptView> changed) {
  public GenerationView {
    changed = List.copyOf(changed);
  }

  /** One thing that it changed. */
  public record KeptView(String how, String what) {}

  public static List<GenerationView> all(List<Generation> generations) {
    return generations.stream().map(GenerationView::of).toList();
  }

  private static GenerationView of(Generation generation) {
    return new GenerationView(
        generation.number(),
        generation.at(),
        generation.run(),
        generation.revision().map(Revision::id),
        generation.cause(),
        generation.undone(),
        generation.size().stream().boxed().findFirst(),
        generation.changed().stream().map(kept -> new KeptView(kept.how(), kept.what())).toList());
  }
}
