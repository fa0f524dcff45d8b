package io.meshinfra.rest.view;

import io.meshinfra.reconcile.tailnet.TailnetDevices;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of the device of a node in the tailnet. */
@Schema(name = "TailnetDevice")
public record TailnetDeviceView(
    @Schema(enumeration = {"found", "removed", "gone", "refused"}) String outcome,
    @Schema(description = "of the device that was found or removed") Optional<String> id,
    @Schema(description = "which device, or why none was removed") String words) {

  public static TailnetDeviceView of(TailnetDevices.Answer answer) {
    return switch (answer) {
      case TailnetDevices.Answer.Found(String id, String words) ->
          new TailnetDeviceView("found", Optional.of(id), words);
      case TailnetDevices.Answer.Removed(String id, String words) ->
          new TailnetDeviceView("removed", Optional.of(id), words);
      case TailnetDevices.Answer.Gone gone ->
          new TailnetDeviceView(
              "gone", Optional.empty(), "no device of the tailnet has its address or its hostname");
      case TailnetDevices.Answer.No(String reason) ->
          new TailnetDeviceView("refused", Optional.empty(), reason);
    };
  }

  /** To remove a device. */
  @Schema(name = "RemoveTailnetDevice")
  public record Removal(
      Optional<String> by,
      @Schema(description = "the node, which is the hostname too") Optional<String> node,
      @Schema(description = "its address in the tailnet") Optional<String> address,
      @Schema(description = "of the device that was told before") Optional<String> id) {
    public static final Removal NOTHING =
        new Removal(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
