package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.SourceLines;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads an intent; every mistake is noted and none hides another. */
public final class IntentReader {
  /** The form of the file, for schema and explanations. */
  public static final Class<?> FORM = IntentManifest.class;

  /** More machines than a fleet is made for. */
  private static final int MOST_NODES = 5_000;

  /** More no person can oversee; work on rules is bounded by it. */
  public static final int MOST_RULES = 10_000;

  private static final int MOST_GROUPS = 1_000;

  private final List<Finding> findings = new ArrayList<>();

  private final SourceLines source;

  private IntentReader(SourceLines source) {
    this.source = source;
  }

  public static Reading read(String file, Content content) {
    SourceText source = SourceText.of(file, content);
    return source
        .finding()
        .<Reading>map(finding -> new Reading.Faulty(List.of(finding)))
        .orElseGet(() -> new IntentReader(SourceLines.of(source.text())).text(file, source.text()));
  }

  private Reading text(String file, String text) {
    YamlFile yaml = YamlReader.read(file, text);
    findings.addAll(yaml.findings());
    if (yaml.documents().size() != 1 && yaml.findings().isEmpty()) {
      findings.add(
          new Finding(
              file,
              1,
              1,
              "an intent is one document with version: 1 and nodes:, not "
                  + yaml.documents().size()));
    }
    Optional<Intent> intent = yaml.documents().stream().findFirst().flatMap(this::document);
    return intent.isPresent() && findings.isEmpty()
        ? new Reading.Sound(intent.get())
        : new Reading.Faulty(findings.stream().distinct().sorted().toList());
  }

  private Optional<Intent> document(Yaml document) {
    Optional<IntentManifest> bound =
        new Binder(findings).bind(IntentManifest.class, document, "the intent");
    if (bound.isEmpty() || !(document instanceof Yaml.Fields fields)) {
      return Optional.empty();
    }
    IntentManifest manifest = bound.get();
    bound(manifest, fields);
    NodeReader nodes = new NodeReader(manifest, fields, findings);
    SortedMap<NodeName, MeshNode> read = nodes.read();
    Map<Label, SortedSet<NodeName>> groups = groups(manifest, fields);
    InvariantReader invariants = new InvariantReader(source, findings);
    invariants.read(manifest.invariants());
    Intent intent =
        new Intent(
            document.at(),
            new Intent.MeshNetwork(
                nodes.network(),
                new TreeSet<>(manifest.mesh().interfaces()),
                manifest.mesh().listen(),
                manifest.mesh().topology()),
            read,
            groups,
            List.of(),
            invariants.known(),
            invariants.own(),
            Optional.empty(),
            Optional.empty(),
            TailscaleSettings.of(manifest.tailscale()));
    RuleReader rules =
        new RuleReader(intent, nodes.written(), manifest.groups().keySet(), findings);
    SshCaReader ca = new SshCaReader(rules::check, findings);
    Optional<SshCa> sshCa = manifest.sshCa().flatMap(ca::read);
    return Optional.of(
        new Intent(
            intent.at(),
            intent.mesh(),
            read,
            groups,
            rules.read(manifest.rules()),
            intent.invariants(),
            intent.ownInvariants(),
            sshCa,
            manifest
                .hostCa()
                .flatMap(yaml -> new HostCaReader(findings).read(yaml, manifest.domain(), sshCa)),
            intent.tailscale()));
  }

  private void bound(IntentManifest manifest, Yaml.Fields fields) {
    bound(fields, "nodes", manifest.nodes().size(), MOST_NODES);
    bound(fields, "groups", manifest.groups().size(), MOST_GROUPS);
    bound(fields, "access_policy", manifest.rules().size(), MOST_RULES);
  }

  private void bound(Yaml.Fields fields, String key, int size, int most) {
    if (size > most) {
      findings.add(
          fields
              .fields()
              .get(key)
              .at()
              .finding("%s: at most %d, not %d".formatted(key, most, size)));
    }
  }

  private Map<Label, SortedSet<NodeName>> groups(IntentManifest manifest, Yaml.Fields fields) {
    Map<Label, SortedSet<NodeName>> groups = new LinkedHashMap<>();
    manifest
        .groups()
        .forEach((name, members) -> {
          Yaml.Fields written = (Yaml.Fields) fields.get("groups").orElseThrow();
          label(name, written.fields().get(name).at())
              .ifPresent(label -> groups.put(label, members(label, members, manifest)));
        });
    return groups;
  }

  private SortedSet<NodeName> members(Label group, Yaml list, IntentManifest manifest) {
    Yaml.Fields wrapped =
        new Yaml.Fields(Map.of("nodes", new Yaml.Field(list.at(), list)), list.at());
    SortedSet<NodeName> members =
        new TreeSet<>(
            new Binder(findings)
                .bind(IntentManifest.Members.class, wrapped, "the group " + group)
                .map(IntentManifest.Members::nodes)
                .orElse(List.of()));
    for (NodeName member : members) {
      if (!manifest.nodes().containsKey(member.value())) {
        findings.add(
            Places.of(list, member.value())
                .finding(
                    "the group %s has %s, but there is no such node%s"
                        .formatted(
                            group,
                            member,
                            Places.hint(findings, member.value(), manifest.nodes().keySet()))));
      }
    }
    return members;
  }

  private Optional<Label> label(String name, Position at) {
    try {
      return Optional.of(new Label(name));
    } catch (IllegalArgumentException e) {
      findings.add(at.finding(e.getMessage()));
      return Optional.empty();
    }
  }
}
