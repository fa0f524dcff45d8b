package io.meshinfra.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** All resource types, by the name of their kind. */
public final class ResourceTypes {
  private final SortedMap<String, ResourceType<?>> byKind;

  private ResourceTypes(SortedMap<String, ResourceType<?>> byKind) {
    this.byKind = Collections.unmodifiableSortedMap(byKind);
  }

  /** Those on the class path. */
  public static ResourceTypes installed() {
    List<ResourceType<?>> found = new ArrayList<>();
    for (ResourceType<?> type :
        ServiceLoader.load(ResourceType.class, ResourceType.class.getClassLoader())) {
      found.add(type);
    }
    return of(found);
  }

  /** Exactly these; two of one kind are a bug. */
  public static ResourceTypes of(Collection<? extends ResourceType<?>> types) {
    TreeMap<String, ResourceType<?>> byKind = new TreeMap<>();
    for (ResourceType<?> type : types) {
      ResourceType<?> other = byKind.put(type.kind().name(), type);
      if (other != null) {
        throw new IllegalStateException(
            "two resource types of kind %s: %s and %s"
                .formatted(
                    type.kind().name(), type.getClass().getName(), other.getClass().getName()));
      }
    }
    return new ResourceTypes(byKind);
  }

  public Optional<ResourceType<?>> of(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  public Collection<String> kinds() {
    return byKind.keySet();
  }

  public Collection<ResourceType<?>> all() {
    return byKind.values();
  }
}
