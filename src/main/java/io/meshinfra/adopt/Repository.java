package io.meshinfra.adopt;

import io.meshinfra.desired.edit.ManifestEdit;
import io.meshinfra.desired.manifest.ManifestReader;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.SpecEdit;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a revision with the edits that were made so far.
 *
 * @param folder of the manifests, where files they name are looked for first
 */
record Repository(FileTree tree, String folder, SortedMap<String, Content> files) {
  Repository {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** The files with one more candidate written, or why that cannot be. */
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
    String kind = candidate.covered().keySet().iterator().next().id().kind();
    Repository next = this;
    try {
      for (var edit : candidate.edits().entrySet()) {
        next = next.with(edit.getKey(), kind, edit.getValue());
      }
      for (OwnEntry entry : candidate.own()) {
        next = next.with(entry);
      }
      return new Step.Done(next);
    } catch (Refused | FileTree.UnreadableFile e) {
      return new Step.Failed(e.getMessage());
    }
  }

  private Repository with(String place, String kind, SpecEdit.Rewrite edit)
      throws Refused, FileTree.UnreadableFile {
    Repository next = this;
    for (var file : edit.files().entrySet()) {
      next = next.with(path(file.getKey()), file.getValue());
    }
    if (edit.values().isEmpty()) {
      return next;
    }
    String file = Position.parse(place).file();
    Content original = tree.read(file).orElseThrow(() -> new Refused("there is no file " + file));
    return next.with(
        file, ManifestEdit.of(original, next.current(file), place, kind, edit.values()));
  }

  private Repository with(OwnEntry own) throws Refused, FileTree.UnreadableFile {
    String shared = Position.parse(own.place()).file();
    Content original =
        tree.read(shared).orElseThrow(() -> new Refused("there is no file " + shared));
    ManifestEdit.Own entry =
        own.alone()
            .<ManifestEdit.Own>map(ManifestEdit.Own.Fresh::new)
            .orElse(new ManifestEdit.Own.Copy(original, own.place()));
    NodeName node = own.spot().node();
    String file = fileOf(node);
    return with(
        file,
        ManifestEdit.override(
            file, current(file), node, entry, own.spot().id().kind(), own.edit().values()));
  }

  private String fileOf(NodeName node) throws Refused, FileTree.UnreadableFile {
    for (String file : ManifestReader.files(tree, folder)) {
      if (ManifestEdit.hasNode(file, current(file), node)) {
        return file;
      }
    }
    throw new Refused("the manifest of node " + node + " was not found");
  }

  private Content current(String file) throws Refused, FileTree.UnreadableFile {
    Content edited = files.get(file);
    return edited != null
        ? edited
        : tree.read(file).orElseThrow(() -> new Refused("there is no file " + file));
  }

  private Repository with(String file, ManifestEdit edit) throws Refused {
    return switch (edit) {
      case ManifestEdit.Edited edited -> with(file, edited.content());
      case ManifestEdit.Refused refused -> throw new Refused(refused.reason());
    };
  }

  private Repository with(String file, Content content) {
    TreeMap<String, Content> more = new TreeMap<>(files);
    more.put(file, content);
    return new Repository(tree, folder, more);
  }

  /** As manifests name files: below their folder, else from the root. */
  private String path(String named) throws FileTree.UnreadableFile {
    String below = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return tree.read(below + named).isPresent() ? below + named : named;
  }

  /** A file cannot be written as it should be; the message says why. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}
