package io.meshinfra.review;

import io.meshinfra.model.NodeName;

/** What commands in comments bring about. Each says in one sentence what came of it. */
public interface Deeds {
  /** Somebody agrees to exactly this plan of a node. */
  String approve(NodeName node, String planHash, String by);

  /** Carries out what is rolled out and approved, now and though it was tried before. */
  String apply(NodeName node, String by);
}
