package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One node as it is written, before it is known what is wanted of it. */
public record Member(
    NodeName name, SortedMap<String, String> labels, Presence presence, Target target) {
  public Member {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
