package io.meshinfra.join;

import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.desired.edit.FreshYaml;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives a node a label, in its manifest. */
public record NodeLabel(FileTree tree, String folder) {

  /**
   * The file with the label.
   *
   * @throws FieldEdit.Impossible when the manifest is not found or has no room for it
   */
  public SortedMap<String, Content> add(NodeName node, String key, String value)
      throws FieldEdit.Impossible, FileTree.UnreadableFile {
    NodeFiles nodes = new NodeFiles(tree, folder);
    Optional<String> file = nodes.of(node);
    if (file.isEmpty()) {
      throw FieldEdit.impossible("the manifest of node " + node + " was not found");
    }
    int document = nodes.index(file.get(), node).orElseThrow();
    boolean labelled =
        nodes.documents(file.get()).get(document) instanceof Marked.Fields manifest
            && manifest.field("metadata").map(Marked.Field::value).orElse(null)
                instanceof Marked.Fields metadata
            && metadata.field("labels").map(Marked.Field::value).orElse(null)
                instanceof Marked.Fields labels
            && !labels.fields().isEmpty();
    FieldEdit edit = FieldEdit.of(file.get(), tree.read(file.get()).orElseThrow(), document);
    String word = FreshYaml.word(value);
    FieldEdit done =
        labelled
            ? edit.add(List.of("metadata", "labels"), key, word)
            : edit.add(List.of("metadata"), "labels", FreshYaml.map(Map.of(key, word)));
    return new TreeMap<>(Map.of(file.get(), done.content()));
  }
}
