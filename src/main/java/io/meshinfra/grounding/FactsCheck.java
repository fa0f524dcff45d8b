package io.meshinfra.grounding;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the facts that people wrote down with the desired state. Only what both say is compared;
 * the facts may say much more.
 */
public final class FactsCheck {
  /** Where the facts are. */
  public static final String FILE = "docs/_grounding/facts.yml";

  private static final int MOST_NAMED = 10;

  private final Fleet fleet;
  private final List<Finding> findings = new ArrayList<>();

  private FactsCheck(Fleet fleet) {
    this.fleet = fleet;
  }

  /** What a look at the facts brought. */
  public sealed interface Facts {
    /** There is no such file. */
    record Absent() implements Facts {}

    /**
     * It is there.
     *
     * @param findings what is wrong with it; empty when it is true
     */
    record Read(Optional<Yaml> yaml, List<Finding> findings) implements Facts {
      public Read {
        findings = List.copyOf(findings);
      }
    }
  }

  /**
   * @param fleet of the same tree; without one only the form is looked at
   */
  public static Facts check(FileTree tree, Optional<Fleet> fleet) {
    try {
      Optional<Content> content = tree.read(FILE);
      return content.isEmpty() ? new Facts.Absent() : read(content.get(), fleet);
    } catch (UnreadableFile e) {
      return faulty(new Finding(FILE, 1, 1, e.getMessage()));
    }
  }

  private static Facts read(Content content, Optional<Fleet> fleet) {
    SourceText source = SourceText.of(FILE, content);
    if (source.finding().isPresent()) {
      return faulty(source.finding().get());
    }
    YamlFile yaml = YamlReader.read(FILE, source.text());
    if (!yaml.findings().isEmpty()) {
      return new Facts.Read(Optional.empty(), yaml.findings());
    }
    if (yaml.documents().size() != 1 || !(yaml.documents().getFirst() instanceof Yaml.Fields)) {
      return faulty(new Finding(FILE, 1, 1, "the facts are one map, with a key nodes"));
    }
    Yaml.Fields facts = (Yaml.Fields) yaml.documents().getFirst();
    List<Finding> findings =
        fleet.map(known -> new FactsCheck(known).compared(facts)).orElse(List.of());
    return new Facts.Read(Optional.of(facts), findings);
  }

  private static Facts faulty(Finding finding) {
    return new Facts.Read(Optional.empty(), List.of(finding));
  }

  private List<Finding> compared(Yaml.Fields facts) {
    Optional<Yaml> nodes = facts.get("nodes");
    if (nodes.isEmpty()) {
      return findings;
    }
    if (!(nodes.get() instanceof Yaml.Fields named)) {
      findings.add(nodes.get().at().finding("nodes: expected a map of nodes by their names"));
      return findings;
    }
    named.fields().forEach(this::node);
    for (NodeName name : fleet.nodes().keySet()) {
      if (!named.fields().containsKey(name.value())) {
        findings.add(
            named.at().finding("the node %s of the desired state is missing here".formatted(name)));
      }
    }
    findings.sort(null);
    return findings;
  }

  private void node(String name, Yaml.Field field) {
    Optional<Map.Entry<NodeName, FleetNode>> wanted =
        fleet.nodes().entrySet().stream()
            .filter(entry -> entry.getKey().value().equals(name))
            .findFirst();
    if (!(field.value() instanceof Yaml.Fields facts)) {
      findings.add(field.value().at().finding("expected a map of what is known of the node"));
    } else if (wanted.isPresent()) {
      findings.addAll(NodeFacts.check(facts, wanted.get().getValue()));
    } else if (isDeployed(facts)) {
      findings.add(
          field
              .at()
              .finding(
                  "the desired state has no node %s; it has: %s; a node that is still to come"
                          .formatted(Printable.quote(name), known())
                      + " has a status, like planned"));
    }
  }

  /** A node with another status is written down before or after its time. */
  private static boolean isDeployed(Yaml.Fields facts) {
    return facts
        .get("status")
        .map(status -> status instanceof Yaml.Scalar word && word.text().equals("deployed"))
        .orElse(true);
  }

  private String known() {
    String shown =
        fleet.nodes().keySet().stream()
            .limit(MOST_NAMED)
            .map(NodeName::value)
            .collect(Collectors.joining(", "));
    return fleet.nodes().isEmpty()
        ? "none"
        : fleet.nodes().size() > MOST_NAMED ? shown + ", ..." : shown;
  }
}
