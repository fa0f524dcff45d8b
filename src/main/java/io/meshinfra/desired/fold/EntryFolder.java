package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.template.Templates;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.resource.Expanding;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes resources of an entry; those that are the same on every node are made once. */
final class EntryFolder {
  private final RepositoryFiles files;
  private final Templates templates;
  private final boolean complete;
  private final List<Finding> common;
  private final Map<Entry, Map<Mode, Optional<List<Folded>>>> shared = new IdentityHashMap<>();

  /**
   * @param complete whether all manifests could be read
   * @param common where mistakes go that are the same on every node
   */
  EntryFolder(RepositoryFiles files, Templates templates, boolean complete, List<Finding> common) {
    this.files = files;
    this.templates = templates;
    this.complete = complete;
    this.common = common;
  }

  /**
   * @param given mode of the node and of what gives it the entry, and whether the latter prunes; of
   *     one entry that is always the same
   */
  List<Folded> fold(
      Entry entry, Given given, Map<String, Object> variables, List<Finding> findings) {
    if (!entry.templated()) {
      Optional<List<Folded>> same =
          shared
              .computeIfAbsent(entry, key -> new EnumMap<>(Mode.class))
              .computeIfAbsent(given.mode(), key -> foldForAll(entry, given));
      if (same.isPresent()) {
        return same.get();
      }
    }
    Renderer renderer = new Renderer(templates, variables, complete, findings);
    Optional<Yaml> body = renderer.render(entry.body());
    Optional<Yaml> terms = renderer.render(entry.terms());
    if (body.isEmpty() || terms.isEmpty()) {
      return List.of();
    }
    NodeSources sources = new NodeSources(files, templates, Optional.of(variables));
    return new Making(given, entry, sources, findings).make(entry.type(), body.get(), terms.get());
  }

  /** Empty when the entry turns out to be different on each node after all. */
  private Optional<List<Folded>> foldForAll(Entry entry, Given given) {
    NodeSources sources = new NodeSources(files, templates, Optional.empty());
    List<Finding> wrong = new ArrayList<>();
    List<Folded> made =
        new Making(given, entry, sources, wrong).make(entry.type(), entry.body(), entry.terms());
    if (sources.needsNode()) {
      return Optional.empty();
    }
    common.addAll(wrong);
    return Optional.of(made);
  }

  /** What holds for all resources of an entry. */
  record Given(Mode mode, Optional<Prune> prune) {}

  /** One entry being made into resources. */
  private record Making(Given given, Entry entry, NodeSources sources, List<Finding> findings) {

    <S> List<Folded> make(ResourceType<S> type, Yaml body, Yaml written) {
      if (!SecretPlaces.check(type.kind(), body, written, findings)) {
        return List.of();
      }
      Binder binder = new Binder(findings);
      Optional<S> spec = binder.bind(type.kind().spec(), body, type.kind().name());
      Optional<Terms> terms = binder.bind(Terms.class, written, "this item");
      if (spec.isEmpty() || terms.isEmpty()) {
        return List.of();
      }
      List<Folded> made = new ArrayList<>();
      for (S each : expand(type, spec.get())) {
        resource(type, each, terms.get()).ifPresent(made::add);
      }
      return made;
    }

    @SuppressWarnings("unchecked")
    private static <S> List<S> expand(ResourceType<S> type, S spec) {
      return type instanceof Expanding<?> expanding
          ? ((Expanding<S>) expanding).expand(spec)
          : List.of(spec);
    }

    @SuppressWarnings("unchecked")
    private <S> Optional<Folded> resource(ResourceType<S> type, S spec, Terms terms) {
      try {
        S complete =
            type instanceof Resolving<?> resolving
                ? ((Resolving<S>) resolving).resolve(spec, sources)
                : spec;
        Resource.Terms effective =
            new Resource.Terms(
                given.mode().stricter(terms.mode()),
                terms.guard(),
                java.util.Set.copyOf(terms.after()),
                entry.at().toString(),
                Prune.stricter(given.prune(), terms.prune()),
                terms.semaphores(),
                Optional.empty(),
                entry.when());
        return Optional.of(Folded.of(Resource.of(type, complete, effective), terms.override()));
      } catch (Resolving.UnresolvableSpec | IllegalArgumentException e) {
        findings.add(entry.at().finding(type.kind().name() + ": " + e.getMessage()));
        return Optional.empty();
      }
    }
  }
}
