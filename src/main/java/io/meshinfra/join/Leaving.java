package io.meshinfra.join;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.desired.manifest.ManifestReader;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.desired.manifest.Match;
import io.meshinfra.desired.manifest.NodeManifest;
import io.meshinfra.desired.manifest.Placed;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.WireguardBackup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Thinks out how a node leaves the repository: manifest, entries of the network intent, its own
 * profile and files, and its peers in the backup configurations of the others. Nothing is offered
 * with which the desired state would have mistakes.
 *
 * @param folder of the manifests, empty for the root
 * @param intent the file of the network intent, which need not be there
 * @param load reads the desired state of files
 * @param network reads what follows from their network intent
 */
public record Leaving(
    FileTree tree,
    String folder,
    String intent,
    Function<FileTree, Loading> load,
    Function<FileTree, NetworkPlan> network) {
  private static final int LARGEST = 1024 * 1024;
  private static final int MOST_MENTIONS = 20;

  /** Where files are named after nodes; elsewhere below infra/ a name means something else. */
  private static final List<String> NAMED_AFTER_NODES = List.of("infra/backup", "infra/bootstrap");

  /** What came of it. */
  public sealed interface Result {
    /**
     * All is valid without the node.
     *
     * @param edits whole content by path, or empty for files that are gone
     * @param remarks what nothing is left of, and where the name still stands
     */
    record Ready(SortedMap<String, Optional<Content>> edits, List<String> remarks)
        implements Result {
      public Ready {
        edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
        remarks = List.copyOf(remarks);
      }
    }

    /** Something else rests on the node. */
    record Mistakes(Loading.Invalid mistakes) implements Result {}

    record Impossible(String reason) implements Result {}
  }

  public Result of(NodeName node) {
    try {
      SortedMap<String, Optional<Content>> edits = new TreeMap<>();
      List<String> remarks = new ArrayList<>();
      manifest(node, edits);
      own(node, edits);
      intent(node, edits, remarks);
      FileTree after = new EditedTree(tree, edits);
      Optional<String> mistake = wronglyCut(node, after);
      if (mistake.isPresent()) {
        return new Result.Impossible(mistake.get());
      }
      if (load.apply(after) instanceof Loading.Invalid invalid) {
        return new Result.Mistakes(invalid);
      }
      if (network.apply(after) instanceof NetworkPlan.Planned(PlannedNetwork planned)) {
        edits.putAll(WireguardBackup.edits(after, planned));
      }
      remarks.addAll(unmatched(after));
      remarks.addAll(mentions(node, new EditedTree(tree, edits)));
      return new Result.Ready(edits, remarks);
    } catch (FieldEdit.Impossible | FileTree.UnreadableFile e) {
      return new Result.Impossible(e.getMessage());
    }
  }

  private void manifest(NodeName node, SortedMap<String, Optional<Content>> edits)
      throws FileTree.UnreadableFile {
    NodeFiles nodes = new NodeFiles(tree, folder);
    Optional<String> file = nodes.of(node);
    if (file.isPresent()) {
      int index = nodes.index(file.get(), node).orElseThrow();
      Content content = tree.read(file.get()).orElseThrow();
      edits.put(file.get(), Documents.without(file.get(), content, index));
    }
  }

  /**
   * Manifests are cut out as lines, and read by YAML's own rules: when both do not see the same
   * documents, another manifest than that of the node would be gone.
   */
  private Optional<String> wronglyCut(NodeName node, FileTree after)
      throws FileTree.UnreadableFile {
    NodeFiles before = new NodeFiles(tree, folder);
    Optional<String> file = before.of(node);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    int left = new NodeFiles(after, folder).documents(file.get()).size();
    List<String> names = names(tree);
    names.remove(node.value());
    return left == before.documents(file.get()).size() - 1 && names.equals(names(after))
        ? Optional.empty()
        : Optional.of(
            "the manifest of %s cannot be cut out of %s by its lines \"---\" alone (does something like %%YAML stand before one?); take it out by hand"
                .formatted(node, file.get()));
  }

  private List<String> names(FileTree files) {
    return read(files).nodes().stream()
        .map(placed -> placed.manifest().metadata().name().value())
        .sorted()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Files that are named after the node: those of its drafted profile, and what back ends keep. */
  private void own(NodeName node, SortedMap<String, Optional<Content>> edits)
      throws FileTree.UnreadableFile {
    String below = folder.isEmpty() ? "" : folder + "/";
    String profile = below + "profiles/" + node + ".yaml";
    if (isOfNobodyElse(profile, node)) {
      edits.put(profile, Optional.empty());
      tree.list(below + "files/" + node).forEach(file -> edits.put(file, Optional.empty()));
    }
    Pattern named = Pattern.compile("(.*/)?" + Pattern.quote(node.value()) + "\\.[a-z0-9]{1,8}");
    NAMED_AFTER_NODES.stream()
        .flatMap(place -> tree.list(place).stream())
        .filter(named.asMatchPredicate())
        .forEach(file -> edits.put(file, Optional.empty()));
  }

  /** Whether the only profile of a file selects nodes by this one's name. */
  private boolean isOfNobodyElse(String file, NodeName node) throws FileTree.UnreadableFile {
    Manifests manifests = read(tree);
    List<Map<String, Match>> selectors =
        manifests.profiles().stream()
            .filter(profile -> profile.at().file().equals(file))
            .map(profile -> profile.manifest().spec().selector())
            .toList();
    return selectors.size() == 1
        && selectors.getFirst().containsKey("node")
        && Match.all(Map.of("node", selectors.getFirst().get("node")), Map.of("node", node.value()))
        && !Match.all(selectors.getFirst(), Map.of("node", "x" + node.value()));
  }

  private void intent(
      NodeName node, SortedMap<String, Optional<Content>> edits, List<String> remarks)
      throws FileTree.UnreadableFile, FieldEdit.Impossible {
    Optional<Content> content = tree.read(intent);
    if (content.isPresent()) {
      IntentLeaving leaving = IntentLeaving.of(intent, content.get(), node);
      if (!leaving.content().equals(content.get())) {
        edits.put(intent, Optional.of(leaving.content()));
      }
      remarks.addAll(leaving.remarks());
    }
  }

  private Manifests read(FileTree files) {
    List<Finding> findings = new ArrayList<>();
    return ManifestReader.read(files, folder, findings);
  }

  /** Profiles and rollouts that had nodes, and have none any more. */
  private List<String> unmatched(FileTree after) {
    Manifests then = read(after);
    List<NodeManifest> was = read(tree).nodes().stream().map(Placed::manifest).toList();
    List<NodeManifest> is = then.nodes().stream().map(Placed::manifest).toList();
    List<String> remarks = new ArrayList<>();
    then.profiles()
        .forEach(profile -> {
          if (onlyBefore(was, is, profile.manifest()::selects)) {
            remarks.add(
                "the profile %s (%s) has no node any more"
                    .formatted(profile.manifest().name(), profile.at()));
          }
        });
    then.rollouts()
        .forEach(rollout -> {
          Map<String, Match> selector = rollout.manifest().spec().selector();
          if (onlyBefore(was, is, node -> Match.all(selector, node.metadata().labels()))) {
            remarks.add(
                "the rollout %s (%s) has no node any more"
                    .formatted(rollout.manifest().metadata().name().value(), rollout.at()));
          }
        });
    return remarks;
  }

  private static boolean onlyBefore(
      List<NodeManifest> was, List<NodeManifest> is, Predicate<NodeManifest> selects) {
    return was.stream().anyMatch(selects) && is.stream().noneMatch(selects);
  }

  /** Where the name still stands; a person has to look whether the node is meant. */
  private static List<String> mentions(NodeName node, FileTree after)
      throws FileTree.UnreadableFile {
    Pattern word =
        Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(node.value()) + "(?![A-Za-z0-9_-])");
    List<String> mentions = new ArrayList<>();
    for (String file : after.list("")) {
      Content content = after.read(file).orElse(Content.of(""));
      Optional<String> text = content.size() > LARGEST ? Optional.empty() : content.text();
      int number = 0;
      for (String line : text.stream().flatMap(String::lines).toList()) {
        number++;
        if (word.matcher(line).find()) {
          mentions.add("the name still stands in %s:%d".formatted(file, number));
          break;
        }
      }
      if (mentions.size() == MOST_MENTIONS) {
        mentions.add("and perhaps in more files");
        break;
      }
    }
    return mentions;
  }
}
