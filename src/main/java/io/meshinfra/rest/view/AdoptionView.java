package io.meshinfra.rest.view;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.AdoptionDesk;
import io.meshinfra.reconcile.pass.Pass;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How the drift of a node could become intent. */
@Schema(name = "Adoption")
public record AdoptionView(
    String node,
    @Schema(description = "commit whose files are edited") String revision,
    @Schema(description = "the node was looked at") boolean probed,
    @Schema(description = "the node does not answer") boolean away,
    @Schema(description = "why it was not seen; empty when it was") String reason,
    @Schema(description = "resources that drift, of those that were asked for")
        List<String> drifting,
    List<Adopted> adopted,
    List<Refused> refused,
    List<FileView> files) {
  public AdoptionView {
    drifting = List.copyOf(drifting);
    adopted = List.copyOf(adopted);
    refused = List.copyOf(refused);
    files = List.copyOf(files);
  }

  /** A resource that is in sync once the files are written. */
  @Schema(name = "AdoptedResource")
  public record Adopted(
      String node,
      String resource,
      @Schema(description = "where it is written, as file:line:column") List<String> places,
      @Schema(description = "what a reader should know besides; mostly empty") String note) {
    public Adopted {
      places = List.copyOf(places);
    }

    static Adopted of(Adoption.Adopted one) {
      return new Adopted(one.node().value(), one.id().toString(), one.places(), one.note());
    }
  }

  /** A resource whose drift stays. */
  @Schema(name = "RefusedResource")
  public record Refused(String node, String resource, String place, String reason) {
    static Refused of(Adoption.Refused one) {
      return new Refused(one.node().value(), one.id().toString(), one.place(), one.reason());
    }
  }

  /** A file of the repository that is written anew. */
  @Schema(name = "AdoptedFile")
  public record FileView(
      String path,
      @Schema(description = "sha256 of the file at the revision") String before,
      @Schema(format = "byte", description = "all that it holds afterwards, in base64")
          String content) {}

  public static AdoptionView of(AdoptionDesk.Offer offer) {
    Pass pass = offer.found().pass();
    Adoption adoption = offer.found().adoption();
    boolean probed = pass.found().isPresent();
    return new AdoptionView(
        pass.node().value(),
        pass.revision().id(),
        probed,
        !probed && pass.ending() == Pass.Ending.AWAY,
        probed ? "" : pass.detail(),
        offer.found().drifting().stream().map(ResourceId::toString).toList(),
        adoption.adopted().stream().map(Adopted::of).toList(),
        adoption.refused().stream().map(Refused::of).toList(),
        adoption.files().entrySet().stream()
            .map(file ->
                new FileView(
                    file.getKey(),
                    offer.before().getOrDefault(file.getKey(), ""),
                    Base64.getEncoder().encodeToString(file.getValue().bytes())))
            .toList());
  }
}
