package io.meshinfra.join.inventory;

import io.meshinfra.desired.edit.FreshYaml;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A profile that says what is on a machine. Pure: the same inventory gives the same text.
 *
 * @param node whose profile it is; its label {@code node} selects it
 * @param entries in the order in which they are written
 * @param leftOut what is on the machine and not in the profile, and why
 */
public record ProfileDraft(NodeName node, List<Entry> entries, List<Inventory.Skipped> leftOut) {
  /** The label by which the profile is given to one node alone. */
  public static final String LABEL = "node";

  /** Where files of profiles are looked for, below the folder of the manifests. */
  private static final String FILES = "files/";

  /**
   * One resource.
   *
   * @param yaml the entry, without its dash
   * @param source content of the file of the repository that it names
   */
  public record Entry(ResourceId id, String yaml, Optional<Content> source) {
    static Entry of(String kind, String name, String yaml) {
      return new Entry(new ResourceId(kind, name), kind + ": " + yaml, Optional.empty());
    }
  }

  public ProfileDraft {
    entries = List.copyOf(entries);
    leftOut = List.copyOf(leftOut);
  }

  public static ProfileDraft of(NodeName node, Inventory inventory) {
    Entries entries = new Entries(node, inventory);
    return new ProfileDraft(node, entries.all(), entries.leftOut());
  }

  /** The same without some, for a reason. */
  public ProfileDraft without(Set<ResourceId> ids, String reason) {
    if (entries.stream().noneMatch(entry -> ids.contains(entry.id()))) {
      return this;
    }
    List<Inventory.Skipped> more = new ArrayList<>(leftOut);
    List<Entry> kept = new ArrayList<>();
    for (Entry entry : entries) {
      if (ids.contains(entry.id())) {
        more.add(new Inventory.Skipped(entry.id().toString(), reason));
      } else {
        kept.add(entry);
      }
    }
    return new ProfileDraft(node, kept, more);
  }

  /** The manifest and the files that it names, by path below the folder of the manifests. */
  public SortedMap<String, Content> files() {
    SortedMap<String, Content> files = new TreeMap<>();
    files.put("profiles/" + node + ".yaml", Content.of(manifest()));
    entries.forEach(
        entry -> entry.source().ifPresent(text -> files.put(source(node, entry.id()), text)));
    return files;
  }

  /** Name of the file in the repository that holds the content of one on the machine. */
  static String source(NodeName node, ResourceId file) {
    return FILES + node + file.name();
  }

  private String manifest() {
    return """
    # Drafted by mesh import from what is on %s. Look through it, then give what others need too to profiles of theirs.
    apiVersion: mesh-infra/v1
    kind: Profile
    metadata: {name: %s}
    spec:
      selector: {%s: %s}
      resources:%s
    """
        .formatted(
            node,
            node,
            LABEL,
            FreshYaml.word(node.value()),
            entries.isEmpty()
                ? " []"
                : entries.stream()
                    .map(entry -> "\n    - " + entry.yaml())
                    .collect(Collectors.joining()));
  }
}
