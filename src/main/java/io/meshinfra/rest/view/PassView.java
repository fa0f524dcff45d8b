package io.meshinfra.rest.view;

import io.meshinfra.reconcile.pass.Pass;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A pass that was asked for. */
@Schema(name = "Pass")
public record PassView(
    String node,
    Optional<String> run,
    Optional<String> outcome,
    String detail,
    @Schema(description = "false as long as it is not over") boolean done,
    @Schema(description = "where the run is told") Optional<String> href) {

  /** All passes of one request. */
  @Schema(name = "Passes")
  public record Passes(List<PassView> passes) {
    public Passes {
      passes = List.copyOf(passes);
    }
  }

  public static PassView over(Pass pass) {
    return new PassView(
        pass.node().value(),
        Optional.of(pass.run().value()),
        Optional.of(pass.word()),
        pass.detail(),
        true,
        Optional.of("/api/v1/runs/" + pass.run()));
  }

  public static PassView notYet(String node) {
    return new PassView(
        node,
        Optional.empty(),
        Optional.empty(),
        "",
        false,
        Optional.of("/api/v1/nodes/" + node + "/history"));
  }

  /** No pass will come of it. */
  public static PassView none(String node, String reason) {
    return new PassView(
        node, Optional.empty(), Optional.of("skipped"), reason, true, Optional.empty());
  }
}
