package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.template.Templates;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the kind of each item and checks all that does not depend on variables, so that a profile
 * is checked although it matches no node. Faulty items are left out.
 */
final class EntryReader {
  private final ResourceTypes types;
  private final Set<String> semaphores;
  private final List<Finding> findings;

  /**
   * @param semaphores that the fleet declares
   */
  EntryReader(ResourceTypes types, Set<String> semaphores, List<Finding> findings) {
    this.types = types;
    this.semaphores = semaphores;
    this.findings = findings;
  }

  List<Entry> read(List<Yaml> items) {
    List<Entry> entries = new ArrayList<>();
    for (Yaml item : items) {
      entry(item).filter(this::isSound).ifPresent(entries::add);
    }
    return entries;
  }

  /** Entries of a profile, of which none can win over another. */
  List<Entry> readShared(List<Yaml> items) {
    List<Entry> entries = read(items);
    for (Entry entry : entries) {
      Yaml.Field override = entry.terms().fields().get("override");
      if (override != null) {
        findings.add(
            override
                .at()
                .finding(
                    "override goes with resources of a Node only; of two profiles neither wins"));
      }
    }
    return entries;
  }

  private Optional<Entry> entry(Yaml item) {
    if (!(item instanceof Yaml.Fields fields)) {
      return refuse(
          item, "expected a resource like {file: {path: /etc/motd}}, found " + item.found());
    }
    Map<String, Yaml.Field> terms = new LinkedHashMap<>();
    List<String> kinds = new ArrayList<>();
    for (var field : fields.fields().entrySet()) {
      if (Shape.of(Terms.class).keys().contains(field.getKey())) {
        terms.put(field.getKey(), field.getValue());
      } else {
        kinds.add(field.getKey());
      }
    }
    return kind(fields, kinds, new Yaml.Fields(terms, fields.at()));
  }

  private Optional<Entry> kind(Yaml.Fields fields, List<String> kinds, Yaml.Fields terms) {
    if (kinds.isEmpty()) {
      return refuse(fields, "this item names no kind of resource, like file: or package:");
    }
    boolean fine = true;
    for (String kind : kinds) {
      if (types.of(kind).isEmpty()) {
        TreeSet<String> known = new TreeSet<>(types.kinds());
        known.addAll(Shape.of(Terms.class).keys());
        findings.add(
            fields
                .fields()
                .get(kind)
                .at()
                .finding(
                    "unknown kind of resource "
                        + Printable.quote(kind)
                        + Suggestion.of(kind, known)));
        fine = false;
      }
    }
    if (kinds.size() > 1 && fine) {
      return refuse(
          fields,
          "one item holds one resource, but here are "
              + String.join(" and ", kinds)
              + "; begin each with - ");
    }
    return fine
        ? types.of(kinds.getFirst()).map(type -> entry(fields, type, terms))
        : Optional.empty();
  }

  private static Entry entry(Yaml.Fields fields, ResourceType<?> type, Yaml.Fields terms) {
    Yaml.Field field = fields.fields().get(type.kind().name());
    boolean templated = Renderer.holdsTemplate(field.value()) || Renderer.holdsTemplate(terms);
    return new Entry(type, field.value(), terms, field.at(), templated);
  }

  private boolean isSound(Entry entry) {
    List<Finding> wrong = new ArrayList<>();
    Binder binder = new Binder(wrong, EntryReader::isUnknowable);
    binder.bind(entry.type().kind().spec(), entry.body(), entry.type().kind().name());
    binder
        .bind(Terms.class, entry.terms(), "this item")
        .ifPresent(terms -> wrong.addAll(undeclared(entry, terms)));
    findings.addAll(wrong);
    return wrong.isEmpty();
  }

  private List<Finding> undeclared(Entry entry, Terms terms) {
    List<Finding> wrong = new ArrayList<>();
    for (String name : terms.semaphores()) {
      if (!semaphores.contains(name) && !Templates.isTemplate(name)) {
        wrong.add(
            entry
                .terms()
                .fields()
                .get("semaphores")
                .at()
                .finding(
                    "no semaphore %s is declared in semaphores of the Fleet manifest%s"
                        .formatted(Printable.quote(name), Suggestion.of(name, semaphores))));
      }
    }
    return wrong;
  }

  private static boolean isUnknowable(Yaml yaml) {
    return yaml instanceof Yaml.Scalar scalar && Templates.isTemplate(scalar.text());
  }

  private Optional<Entry> refuse(Yaml item, String message) {
    findings.add(item.at().finding(message));
    return Optional.empty();
  }
}
