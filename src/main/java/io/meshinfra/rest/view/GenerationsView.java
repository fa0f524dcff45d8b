package io.meshinfra.rest.view;

import io.meshinfra.report.GenerationView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All that a node keeps of runs that changed it, newest first. */
@Schema(name = "Generations")
public record GenerationsView(List<GenerationView> generations) {
  public GenerationsView {
    generations = List.copyOf(generations);
  }
}
