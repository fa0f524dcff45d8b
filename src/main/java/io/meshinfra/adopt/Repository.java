package io.meshinfra.adopt;

import io.meshinfra.desired.edit.ManifestEdit;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.resource.SpecEdit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a revision with the edits that were made so far.
 *
 * @param folder of the manifests, where files they name are looked for first
 */
record Repository(FileTree tree, String folder, SortedMap<String, Content> files) {

  /** The files with one more unit written, or why that cannot be. */
  sealed interface Step {
    record Done(Repository repository) implements Step {}

    record Failed(String reason) implements Step {}
  }

  static Repository of(FileTree tree, String folder) {
    return new Repository(tree, folder, new TreeMap<>());
  }

  FileTree altered() {
    return new AlteredTree(tree, files);
  }

  Step with(Drafted.Candidate candidate) {
    TreeMap<String, Content> more = new TreeMap<>(files);
    Map<Spot, Drafted.Covered> covered = candidate.covered();
    String kind = covered.keySet().iterator().next().id().kind();
    try {
      for (var edit : candidate.edits().entrySet()) {
        Optional<String> trouble = write(edit.getKey(), kind, edit.getValue(), more);
        if (trouble.isPresent()) {
          return new Step.Failed(trouble.get());
        }
      }
    } catch (FileTree.UnreadableFile e) {
      return new Step.Failed(e.getMessage());
    }
    return new Step.Done(new Repository(tree, folder, more));
  }

  private Optional<String> write(
      String place, String kind, SpecEdit.Rewrite edit, Map<String, Content> more)
      throws FileTree.UnreadableFile {
    for (var file : edit.files().entrySet()) {
      more.put(path(file.getKey()), file.getValue());
    }
    if (edit.values().isEmpty()) {
      return Optional.empty();
    }
    String file = Position.parse(place).file();
    Optional<Content> original = tree.read(file);
    if (original.isEmpty()) {
      return Optional.of("there is no file " + file);
    }
    Content current = more.getOrDefault(file, original.get());
    return switch (ManifestEdit.of(original.get(), current, place, kind, edit.values())) {
      case ManifestEdit.Edited edited -> {
        more.put(file, edited.content());
        yield Optional.empty();
      }
      case ManifestEdit.Refused refused -> Optional.of(refused.reason());
    };
  }

  /** As manifests name files: below their folder, else from the root. */
  private String path(String named) throws FileTree.UnreadableFile {
    String below = folder.isEmpty() || folder.endsWith("/") ? folder + named : folder + "/" + named;
    return !folder.isEmpty() && tree.read(below).isPresent() ? below : named;
  }
}
