package io.meshinfra.adopt;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to be written so that drift becomes intent, and what cannot be.
 *
 * @param files whole new content of files of the repository, by path
 * @param adopted resources that are in sync once the files are so
 * @param refused resources whose drift stays, each with the reason
 */
public record Adoption(
    SortedMap<String, Content> files, List<Adopted> adopted, List<Refused> refused) {
  public Adoption {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    adopted = List.copyOf(adopted);
    refused = List.copyOf(refused);
  }

  /**
   * A resource of a node that was adopted.
   *
   * @param places where it is written, as {@code file:line:column}
   * @param note what the reader of the change should know besides; mostly empty
   */
  public record Adopted(NodeName node, ResourceId id, List<String> places, String note) {
    public Adopted {
      places = List.copyOf(places);
    }
  }

  /**
   * A resource of a node that was not.
   *
   * @param place where it is written, as {@code file:line:column}
   */
  public record Refused(NodeName node, ResourceId id, String place, String reason) {}

  public boolean isEmpty() {
    return files.isEmpty();
  }
}
