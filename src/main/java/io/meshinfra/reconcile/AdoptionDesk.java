package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.Pass;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Tells how the drift of a node could become intent, by edits of the revision in force. */
public final class AdoptionDesk {
  private final Previews previews;

  AdoptionDesk(Previews previews) {
    this.previews = previews;
  }

  /**
   * What has to be written where.
   *
   * @param before digests of the files that are edited, as the revision has them
   */
  public record Offer(NodeAdoption found, SortedMap<String, String> before) {
    public Offer {
      before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
    }
  }

  /** What the doors say of a resource that the node does not have; the message says so. */
  public static final class NoSuchResource extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchResource(NodeName node, ResourceId id) {
      super("node %s has no resource %s".formatted(node, Printable.quote(id.toString())));
    }
  }

  /**
   * GitLooks at the node now, and at those that share entries with it. Changes nothing.
   *
   * @param wanted resources; all that drift when there is none
   * @throws NoSuchResource when the node does not have one of them
   */
  public Offer of(NodeName node, Set<ResourceId> wanted) {
    Fleet fleet = previews.fleetInForce();
    FleetNode known = previews.node(node, fleet);
    for (ResourceId id : wanted) {
      if (known.catalog().resources().stream().noneMatch(one -> one.id().equals(id))) {
        throw new NoSuchResource(node, id);
      }
    }
    try {
      FileTree files = previews.fleets().manifests(fleet.revision());
      NodeAdoption found =
          new Adoptions(files, previews.fleets().folder(), nodes -> looks(nodes, fleet))
              .of(node, id -> wanted.isEmpty() || wanted.contains(id));
      return new Offer(found, before(found, files));
    } catch (UnreadableFile e) {
      throw new NotNow(
          "revision %s cannot be read: %s"
              .formatted(fleet.revision().abbreviated(), e.getMessage()));
    }
  }

  private List<Pass> looks(List<NodeName> nodes, Fleet fleet) {
    return previews
        .of(nodes.stream().map(name -> Previews.work(previews.node(name, fleet))).toList())
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private static SortedMap<String, String> before(NodeAdoption found, FileTree files)
      throws UnreadableFile {
    SortedMap<String, String> before = new TreeMap<>();
    for (String path : found.adoption().files().keySet()) {
      files.read(path).map(Content::sha256).ifPresent(digest -> before.put(path, digest));
    }
    return before;
  }
}
