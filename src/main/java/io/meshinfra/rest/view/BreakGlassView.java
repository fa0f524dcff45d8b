package io.meshinfra.rest.view;

import io.meshinfra.journal.BreakGlass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Work by hand on a node. */
@Schema(name = "BreakGlass")
public record BreakGlassView(
    @Schema(description = "absent when nobody is at work") Optional<OpenView> open,
    @Schema(description = "what was changed by hand and is left like that") List<HeldView> held) {
  public BreakGlassView {
    held = List.copyOf(held);
  }

  /** Somebody is at work, or what came of it was not looked at yet. */
  @Schema(name = "OpenBreakGlass")
  public record OpenView(String reason, String by, Instant since, Instant until) {}

  /** Something that was changed by hand. */
  @Schema(name = "HeldChange")
  public record HeldView(String resource, String detail, String reason, Instant since) {}

  public static BreakGlassView of(Optional<BreakGlass> open, List<BreakGlass.Held> held) {
    return new BreakGlassView(
        open.map(glass -> new OpenView(glass.reason(), glass.by(), glass.since(), glass.until())),
        held.stream()
            .map(one ->
                new HeldView(one.resource().toString(), one.detail(), one.reason(), one.since()))
            .toList());
  }
}
