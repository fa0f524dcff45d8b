package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.policy.PolicySet;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of manifests in its repository, or alone, as it is when it is first looked at. */
public final class Manifests {
  private static final Pattern MANIFEST = Pattern.compile(".*\\.ya?ml");

  private final Path root;
  private final String folder;
  private final String policyFolder;
  private Optional<DirectoryTree> tree = Optional.empty();

  private Manifests(Path root, String folder, String policyFolder) {
    this.root = root;
    this.folder = folder;
    this.policyFolder = policyFolder;
  }

  /** Where paths in manifests start from: the nearest folder with {@code .git}, else the folder. */
  public Path root() {
    return root;
  }

  /** Of the manifests below the root, with {@code /}; empty for the root. */
  public String folder() {
    return folder;
  }

  /**
   * @throws Failure when there is no such directory
   */
  static Manifests in(Path directory, String policyFolder) {
    Path folder;
    try {
      folder = directory.toRealPath();
    } catch (IOException e) {
      throw new Failure(
          "there is no directory %s; name the folder of the manifests"
              .formatted(Printable.quote(directory.toString())));
    }
    if (!Files.isDirectory(folder)) {
      throw new Failure(
          "%s is a file; name the folder of the manifests"
              .formatted(Printable.quote(directory.toString())));
    }
    Path root =
        Stream.iterate(folder, Path::getParent)
            .takeWhile(path -> path != null)
            .filter(path -> Files.exists(path.resolve(".git")))
            .findFirst()
            .or(() -> besideThePolicy(folder, policyFolder))
            .orElse(folder);
    return new Manifests(root, root.relativize(folder).toString(), policyFolder);
  }

  /** A copy without its {@code .git} still has its policy and its intent beside the manifests. */
  private static Optional<Path> besideThePolicy(Path folder, String policyFolder) {
    return Optional.ofNullable(folder.getParent())
        .filter(parent -> Files.isDirectory(parent.resolve(policyFolder)));
  }

  /**
   * @throws Failure when the files cannot be read at all
   */
  public Loading load() {
    DirectoryTree tree = tree();
    if (tree.list(folder).stream().noneMatch(MANIFEST.asMatchPredicate())) {
      throw new Failure(
          "there are no manifests in %s; they are files that end in .yaml or .yml"
              .formatted(Printable.quote(root.resolve(folder).toString())));
    }
    List<Finding> unread = unread(tree);
    Loading loading = reader().load(tree);
    return unread.isEmpty() ? loading : with(unread, loading);
  }

  /**
   * @throws Failure when the files cannot be read at all
   */
  public DirectoryTree tree() {
    if (tree.isEmpty()) {
      try {
        tree = Optional.of(DirectoryTree.of(root));
      } catch (UnreadableFile e) {
        throw new Failure(e.getMessage());
      }
    }
    return tree.get();
  }

  /** The same for other files in place of these. */
  public Loading load(FileTree other) {
    return reader().load(other);
  }

  /** Where the network intent is, if there is one. */
  public String networkFile() {
    return policyFolder + "/intent/network.yaml";
  }

  /** The files without those of the policy, which are no manifests. */
  FileTree withoutPolicy(FileTree tree) {
    return reader().manifests(tree);
  }

  private RevisionReader reader() {
    try {
      return new RevisionReader(ResourceTypes.installed(), folder, policyFolder);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * The policy beside the manifests; the built-in rules alone when there is none.
   *
   * @throws Failure with all mistakes, when there are any
   */
  public PolicySet.Loaded policy() {
    return switch (reader().policy(tree())) {
      case PolicySet.Loaded loaded -> loaded;
      case PolicySet.Invalid invalid ->
          throw new Failure(
              "the policy has mistakes, and nothing was done:\n"
                  + report(invalid.mistakes()).stripTrailing());
    };
  }

  /** What follows from the network intent beside the policy. */
  public NetworkPlan network() {
    return network(tree());
  }

  /** The same for other files in place of these. */
  public NetworkPlan network(FileTree other) {
    return reader().network(other);
  }

  /** What is no mistake and hardly meant, a line each; none when there is no sound intent. */
  public List<String> warnings() {
    return network() instanceof NetworkPlan.Planned(PlannedNetwork planned)
        ? warnings(planned)
        : List.of();
  }

  public List<String> warnings(PlannedNetwork network) {
    return network.warnings().stream()
        .map(warning ->
            "warning: %s:%d:%d: %s"
                .formatted(place(warning), warning.line(), warning.column(), warning.message()))
        .toList();
  }

  /** Manifests that are there and are not read; nobody should take them for applied. */
  private List<Finding> unread(DirectoryTree tree) {
    String below = folder.isEmpty() ? "" : folder + "/";
    return tree.refused().entrySet().stream()
        .filter(file -> file.getKey().startsWith(below))
        .filter(file -> MANIFEST.matcher(file.getKey()).matches())
        .map(file -> new Finding(file.getKey(), 1, 1, file.getValue()))
        .toList();
  }

  private static Loading with(List<Finding> unread, Loading loading) {
    return switch (loading) {
      case Loading.Loaded loaded -> new Loading.Invalid(unread, unread.size());
      case Loading.Invalid invalid ->
          new Loading.Invalid(
              Stream.concat(unread.stream(), invalid.findings().stream()).sorted().toList(),
              unread.size() + invalid.total());
    };
  }

  /** The path of a finding as it can be opened from here. */
  public String place(Finding finding) {
    Path here = Path.of("").toAbsolutePath();
    Path file = root.resolve(finding.file());
    return Printable.line((file.startsWith(here) ? here.relativize(file) : file).toString());
  }

  /** One mistake per line, as compilers tell them. */
  public String report(Loading.Invalid invalid) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : invalid.findings()) {
      out.append(place(finding) + ":" + finding.line() + ":" + finding.column() + ": ")
          .append(finding.message())
          .append('\n');
    }
    int more = invalid.total() - invalid.findings().size();
    return more == 0 ? out.toString() : out + "and " + more + " more\n";
  }

  /**
   * @throws Failure with all mistakes, when there are any
   */
  public Fleet valid() {
    return switch (load()) {
      case Loading.Loaded loaded -> loaded.fleet();
      case Loading.Invalid invalid ->
          throw new Failure(
              "the desired state has mistakes, and nothing was done:\n"
                  + report(invalid).stripTrailing());
    };
  }
}
