package io.meshinfra.desired.manifest;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all manifests below a folder: raw YAML in, valid manifests out, mistakes beside them. */
public final class ManifestReader {
  public static final List<String> KINDS = List.of("Fleet", "Node", "Profile", "Rollout");

  private final List<Finding> findings;
  private final List<Placed<FleetManifest>> fleets = new ArrayList<>();
  private final List<Placed<ProfileManifest>> profiles = new ArrayList<>();
  private final List<Placed<NodeManifest>> nodes = new ArrayList<>();
  private final List<Placed<RolloutManifest>> rollouts = new ArrayList<>();
  private final List<Yaml> orphans = new ArrayList<>();

  private ManifestReader(List<Finding> findings) {
    this.findings = findings;
  }

  public static Manifests read(FileTree tree, String folder, List<Finding> findings) {
    ManifestReader reader = new ManifestReader(findings);
    files(tree, folder).forEach(file -> reader.readFile(tree, file));
    reader.refuseDoubles(reader.nodes, "node", node -> node.metadata().name().value());
    reader.refuseDoubles(reader.profiles, "profile", ProfileManifest::name);
    reader.refuseDoubles(reader.rollouts, "rollout", RolloutManifest::name);
    reader.refuseSecondFleet();
    return new Manifests(
        reader.fleets.stream().findFirst(),
        reader.profiles,
        reader.nodes,
        reader.rollouts,
        reader.orphans);
  }

  /** The files of manifests below a folder. */
  public static List<String> files(FileTree tree, String folder) {
    return tree.list(folder).stream()
        .filter(file ->
            isManifest(
                file.substring(folder.isEmpty() ? 0 : Math.min(file.length(), folder.length()))))
        .toList();
  }

  private static boolean isManifest(String path) {
    boolean hidden = ("/" + path).contains("/.");
    return !hidden && (path.endsWith(".yaml") || path.endsWith(".yml"));
  }

  private void readFile(FileTree tree, String file) {
    try {
      Optional<Content> content = tree.read(file);
      if (content.isPresent()) {
        SourceText source = SourceText.of(file, content.get());
        source.finding().ifPresentOrElse(findings::add, () -> readText(file, source.text()));
      }
    } catch (FileTree.UnreadableFile e) {
      findings.add(new Finding(file, 1, 1, e.getMessage()));
    }
  }

  private void readText(String file, String text) {
    YamlFile yaml = YamlReader.read(file, text);
    findings.addAll(yaml.findings());
    yaml.documents().forEach(this::readDocument);
  }

  private void readDocument(Yaml document) {
    Optional<String> kind =
        document instanceof Yaml.Fields fields
            ? fields.get("kind").map(ManifestReader::text)
            : Optional.empty();
    if (kind.isEmpty()) {
      findings.add(
          document
              .at()
              .finding(
                  "this is no manifest: it needs apiVersion: mesh-infra/v1 and kind: one of "
                      + String.join(", ", KINDS)
                      + "; keep other YAML files in another folder"));
      return;
    }
    switch (kind.get()) {
      case "Fleet" -> bind(FleetManifest.class, document, fleets);
      case "Profile" -> bind(ProfileManifest.class, document, profiles);
      case "Node" -> bind(NodeManifest.class, document, nodes);
      case "Rollout" -> bind(RolloutManifest.class, document, rollouts);
      case "Policy" ->
          findings.add(
              document
                  .at()
                  .finding(
                      "a Policy has no effect here: it belongs into the folder of the policy,"
                          + " infra/policy unless mesh.policy.path says otherwise"));
      default ->
          findings.add(
              ((Yaml.Fields) document)
                  .get("kind")
                  .orElseThrow()
                  .at()
                  .finding(
                      "unknown kind "
                          + Printable.quote(kind.get())
                          + Suggestion.of(kind.get(), KINDS)));
    }
  }

  private <M> void bind(Class<M> type, Yaml document, List<Placed<M>> into) {
    new Binder(findings)
        .bind(type, document, "the manifest")
        .ifPresentOrElse(
            manifest -> into.add(new Placed<>(manifest, document.at())),
            () -> orphans.addAll(resources(document)));
  }

  private static List<Yaml> resources(Yaml document) {
    return document instanceof Yaml.Fields manifest
            && manifest.get("spec").orElse(null) instanceof Yaml.Fields spec
            && spec.get("resources").orElse(null) instanceof Yaml.Items resources
        ? resources.items()
        : List.of();
  }

  private static String text(Yaml yaml) {
    return yaml instanceof Yaml.Scalar scalar ? scalar.text() : yaml.found();
  }

  private <M> void refuseDoubles(
      List<Placed<M>> manifests, String what, java.util.function.Function<M, String> name) {
    Map<String, Placed<M>> first = new HashMap<>();
    manifests.removeIf(placed -> {
      String called = name.apply(placed.manifest());
      Placed<M> other = first.putIfAbsent(called, placed);
      if (other != null) {
        findings.add(
            placed
                .at()
                .finding(
                    "a second %s named %s; the first is at %s"
                        .formatted(what, called, other.at())));
      }
      return other != null;
    });
  }

  private void refuseSecondFleet() {
    fleets.stream()
        .skip(1)
        .forEach(second ->
            findings.add(
                second
                    .at()
                    .finding(
                        "a second Fleet; there is at most one, and the first is at "
                            + fleets.getFirst().at())));
  }
}
