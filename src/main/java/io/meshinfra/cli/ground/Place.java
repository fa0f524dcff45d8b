package io.meshinfra.cli.ground;

import io.meshinfra.cli.Failure;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.source.WorkingCopy;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository is looked at, and where its manifests are. */
final class Place {
  private static final String USUAL_MANIFESTS = "desired-state";

  @Option(
      names = {"-C", "--repository"},
      paramLabel = "DIR",
      description = "A folder in the repository; this one is the default.")
  private Path directory = Path.of("");

  @Option(
      names = "--manifests",
      paramLabel = "DIR",
      description =
          "Folder of the manifests in the repository; desired-state is the default, if there is one.")
  private String manifests;

  /**
   * @throws Failure when there is no repository
   */
  WorkingCopy workingCopy() {
    try {
      return WorkingCopy.around(directory.toAbsolutePath());
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * The files as they are on disk now.
   *
   * @throws Failure when there are too many
   */
  static DirectoryTree files(WorkingCopy copy) {
    try {
      return DirectoryTree.of(copy.root());
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /** Empty when the tree has no manifests. */
  Optional<String> folder(FileTree tree) {
    if (manifests != null) {
      String folder = manifests.replaceFirst("^\\./", "").replaceFirst("/+$", "");
      if (tree.list(folder).isEmpty()) {
        throw new Failure("the repository has no folder " + manifests + " with files in it");
      }
      return Optional.of(folder.equals(".") ? "" : folder);
    }
    return tree.list(USUAL_MANIFESTS).isEmpty() ? Optional.empty() : Optional.of(USUAL_MANIFESTS);
  }

  Optional<Loading> load(FileTree tree) {
    return folder(tree).map(below -> new Catalogs(ResourceTypes.installed()).load(tree, below));
  }
}
