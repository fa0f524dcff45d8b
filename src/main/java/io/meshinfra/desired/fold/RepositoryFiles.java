package io.meshinfra.desired.fold;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.Resolving.UnresolvableSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that manifests refer to, looked up below the folder of the manifests first and from the
 * root of the repository then. What was read is kept for the other nodes.
 */
final class RepositoryFiles {
  private final FileTree tree;
  private final String folder;
  private final Map<String, Content> read = new HashMap<>();
  private final Map<String, String> digests = new HashMap<>();

  RepositoryFiles(FileTree tree, String folder) {
    this.tree = tree;
    this.folder = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
  }

  Content file(String path) throws UnresolvableSpec {
    check(path);
    Content known = read.get(path);
    if (known != null) {
      return known;
    }
    Optional<Content> found = at(folder + path);
    if (found.isEmpty() && !folder.isEmpty()) {
      found = at(path);
    }
    Content content =
        found.orElseThrow(() ->
            new UnresolvableSpec(
                "there is no file "
                    + Printable.quote(path)
                    + " in the repository"
                    + (folder.isEmpty() ? "" : ", nor below " + folder)));
    read.put(path, content);
    return content;
  }

  String digest(String path) throws UnresolvableSpec {
    check(path);
    String known = digests.get(path);
    if (known == null) {
      known = digestBelow(folder + path);
      known = known.isEmpty() && !folder.isEmpty() ? digestBelow(path) : known;
      digests.put(path, known);
    }
    return known;
  }

  private String digestBelow(String path) throws UnresolvableSpec {
    List<String> files = tree.list(path);
    StringBuilder sums = new StringBuilder();
    for (String file : files) {
      at(file)
          .ifPresent(
              content -> sums.append(file).append('\0').append(content.sha256()).append('\n'));
    }
    return sums.isEmpty() ? "" : Content.digest(sums.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Content> at(String path) throws UnresolvableSpec {
    try {
      return tree.read(path);
    } catch (FileTree.UnreadableFile e) {
      throw new UnresolvableSpec(e.getMessage());
    }
  }

  private static void check(String path) throws UnresolvableSpec {
    boolean leaves = ("/" + path + "/").contains("/../");
    if (path.startsWith("/") || leaves || path.chars().anyMatch(Character::isISOControl)) {
      throw new UnresolvableSpec(
          "a file of the repository is written without a leading / and without ..: "
              + Printable.quote(path));
    }
  }
}
