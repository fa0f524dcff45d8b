package io.meshinfra.join;

import io.meshinfra.desired.manifest.ManifestReader;
import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that hold manifests of nodes. */
record NodeFiles(FileTree tree, String folder) {

  /** All of them. */
  List<String> all() throws FileTree.UnreadableFile {
    List<String> all = new ArrayList<>();
    for (String file : ManifestReader.files(tree, folder)) {
      if (documents(file).stream().anyMatch(NodeFiles::isNode)) {
        all.add(file);
      }
    }
    return all;
  }

  /** The one with the manifest of a node. */
  Optional<String> of(NodeName name) throws FileTree.UnreadableFile {
    for (String file : ManifestReader.files(tree, folder)) {
      if (index(file, name).isPresent()) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Which document of a file is the manifest of a node. */
  Optional<Integer> index(String file, NodeName name) throws FileTree.UnreadableFile {
    List<Marked> documents = documents(file);
    for (int i = 0; i < documents.size(); i++) {
      if (isNode(documents.get(i)) && name(documents.get(i)).equals(name.value())) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  List<Marked> documents(String file) throws FileTree.UnreadableFile {
    Content content = tree.read(file).orElse(Content.of(""));
    String text = SourceText.of(file, content).text();
    return MarkedReader.read(file, text).orElse(List.of());
  }

  private static boolean isNode(Marked document) {
    return word(document, "kind").equals("Node");
  }

  private static String name(Marked document) {
    return document instanceof Marked.Fields map
        ? map.field("metadata").map(field -> word(field.value(), "name")).orElse("")
        : "";
  }

  private static String word(Marked map, String key) {
    return map instanceof Marked.Fields fields
            && fields.field(key).map(Marked.Field::value).orElse(null)
                instanceof Marked.Scalar scalar
        ? scalar.text()
        : "";
  }
}
