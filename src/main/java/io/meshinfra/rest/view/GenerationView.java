package io.meshinfra.rest.view;

import io.meshinfra.model.Revision;
import io.meshinfra.plan.Generation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One run that changed a node, as the node keeps it. */
@Schema(name = "Generation")
public record GenerationView(
    int number,
    Instant at,
    String run,
    @Schema(description = "that was applied; absent for one that undid others")
        Optional<String> revision,
    String cause,
    @Schema(description = "what it changed, and how; that of which nothing is kept too")
        List<KeptView> changed) {
  public GenerationView {
    changed = List.copyOf(changed);
  }

  /** One thing that it changed. */
  @Schema(name = "KeptChange")
  public record KeptView(String how, String what) {}

  /** All that a node keeps, newest first. */
  @Schema(name = "Generations")
  public record All(List<GenerationView> generations) {
    public All {
      generations = List.copyOf(generations);
    }

    public static All of(List<Generation> generations) {
      return new All(generations.stream().map(GenerationView::of).toList());
    }
  }

  static GenerationView of(Generation generation) {
    return new GenerationView(
        generation.number(),
        generation.at(),
        generation.run(),
        generation.revision().map(Revision::id),
        generation.cause(),
        generation.changed().stream().map(kept -> new KeptView(kept.how(), kept.what())).toList());
  }
}
