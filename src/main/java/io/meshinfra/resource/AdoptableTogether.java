package io.meshinfra.resource;

import java.util.List;
import java.util.SortedMap;

/** A type whose one manifest entry stands for several resources, adopted by one edit of it. */
public interface AdoptableTogether<S> {
  /**
   * @param members all resources of the entry on one node, in its order
   * @param drifted those of them that changed
   */
  SpecEdit adoptTogether(List<S> members, List<Grouping.Member<S>> drifted);

  /** How one of them is written by itself, by the keys of the spec. */
  SortedMap<String, SpecValue> alone(S member);
}
