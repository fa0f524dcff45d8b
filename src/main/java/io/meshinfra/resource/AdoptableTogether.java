package io.meshinfra.resource;

import java.util.List;

/** A type whose one manifest entry stands for several resources, adopted by one edit of it. */
public interface AdoptableTogether<S> {
  /**
   * @param members all resources of the entry on one node, in its order
   * @param drifted those of them that changed
   */
  SpecEdit adoptTogether(List<S> members, List<Grouping.Member<S>> drifted);
}
