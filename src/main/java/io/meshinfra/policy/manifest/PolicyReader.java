package io.meshinfra.policy.manifest;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.SourceLines;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.BuiltIn;
import io.meshinfra.policy.PolicyRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads all policies of a folder; every mistake is noted and none hides another. */
public final class PolicyReader {
  private final List<Finding> findings;
  private final RuleReader rules;
  private final Map<String, PolicyRule> byId = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final StringBuilder contents = new StringBuilder();
  private int files;

  /**
   * @param kinds of resources that there are
   */
  public PolicyReader(Collection<String> kinds, List<Finding> findings) {
    this.findings = findings;
    this.rules = new RuleReader(kinds, findings);
  }

  /** The built-in ones first, as far as no other takes their place. */
  public List<PolicyRule> rules() {
    return Stream.concat(
            BuiltIn.rules().stream().filter(rule -> !byId.containsKey(rule.id())),
            byId.values().stream())
        .toList();
  }

  public int files() {
    return files;
  }

  public String digest() {
    return Content.digest(contents.toString().getBytes(StandardCharsets.UTF_8));
  }

  public void read(FileTree tree, String folder) {
    String below = folder.isEmpty() ? "" : folder + "/";
    tree.refused()
        .forEach((path, reason) -> {
          boolean hidesFolder = (folder + "/").startsWith(path + "/");
          boolean isPolicy = path.startsWith(below) && isManifest(path.substring(below.length()));
          if (hidesFolder || isPolicy) {
            findings.add(new Finding(path, 1, 1, reason));
          }
        });
    for (String file : tree.list(folder)) {
      if (file.startsWith(below) && isManifest(file.substring(below.length()))) {
        readFile(tree, file);
      }
    }
    requireFolder(tree, folder);
  }

  private static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.indexOf('/') < 0
        && !name.startsWith(".")
        && (lower.endsWith(".yaml") || lower.endsWith(".yml"));
  }

  /** A file in place of the folder would be an empty policy otherwise. */
  private void requireFolder(FileTree tree, String folder) {
    try {
      if (files == 0
          && !folder.isEmpty()
          && tree.list(folder).isEmpty()
          && tree.read(folder).isPresent()) {
        findings.add(new Finding(folder, 1, 1, "this is a file; the policy is a folder of files"));
      }
    } catch (FileTree.UnreadableFile e) {
      findings.add(new Finding(folder, 1, 1, e.getMessage()));
    }
  }

  private void readFile(FileTree tree, String file) {
    files++;
    try {
      Optional<Content> content = tree.read(file);
      if (content.isEmpty()) {
        findings.add(new Finding(file, 1, 1, "the file is gone while it was read; try again"));
        return;
      }
      contents.append(file).append(' ').append(content.get().sha256()).append('\n');
      SourceText source = SourceText.of(file, content.get());
      source.finding().ifPresentOrElse(findings::add, () -> readText(file, source.text()));
    } catch (FileTree.UnreadableFile e) {
      findings.add(new Finding(file, 1, 1, e.getMessage()));
    }
  }

  private void readText(String file, String text) {
    YamlFile yaml = YamlReader.read(file, text);
    findings.addAll(yaml.findings());
    SourceLines source = SourceLines.of(text);
    yaml.documents().forEach(document -> readDocument(document, source));
  }

  private void readDocument(Yaml document, SourceLines source) {
    if (!isPolicy(document)) {
      return;
    }
    new Binder(findings)
        .bind(PolicyManifest.class, document, "the manifest")
        .ifPresent(manifest -> refuseDouble(manifest, document));
    for (Yaml rule : ruleTrees(document)) {
      // What is wrong with it is told already; what is right in it is looked at all the same.
      new Binder(new ArrayList<>())
          .bind(RuleManifest.class, rule, "the rule")
          .flatMap(written -> rules.rule(written, rule, source))
          .ifPresent(bound -> add(bound, rule));
    }
  }

  private boolean isPolicy(Yaml document) {
    Optional<Yaml> kind =
        document instanceof Yaml.Fields fields ? fields.get("kind") : Optional.empty();
    if (kind.isEmpty()) {
      findings.add(
          document
              .at()
              .finding(
                  "this is no policy: it needs apiVersion: mesh-infra/v1 and kind: Policy; keep"
                      + " other YAML files in another folder"));
      return false;
    }
    String word = kind.get() instanceof Yaml.Scalar scalar ? scalar.text() : kind.get().found();
    if (!word.equals(PolicyManifest.KIND)) {
      findings.add(
          kind.get()
              .at()
              .finding(
                  "only kind Policy belongs here, not %s%s"
                      .formatted(
                          Printable.quote(word),
                          Suggestion.of(word, List.of(PolicyManifest.KIND)))));
      return false;
    }
    return true;
  }

  private static List<Yaml> ruleTrees(Yaml document) {
    return document instanceof Yaml.Fields manifest
            && manifest.get("spec").orElse(null) instanceof Yaml.Fields spec
            && spec.get("rules").orElse(null) instanceof Yaml.Items rules
        ? rules.items()
        : List.of();
  }

  private void refuseDouble(PolicyManifest manifest, Yaml document) {
    String name = manifest.metadata().name().value();
    String first = names.putIfAbsent(name, document.at().toString());
    if (first != null) {
      findings.add(
          document
              .at()
              .finding("a second policy named %s; the first is at %s".formatted(name, first)));
    }
  }

  private void add(PolicyRule rule, Yaml yaml) {
    PolicyRule first = byId.putIfAbsent(rule.id(), rule);
    if (first != null) {
      findings.add(
          yaml.at()
              .finding(
                  "a second rule with the id %s; the first is at %s"
                      .formatted(rule.id(), first.position())));
    }
  }
}
