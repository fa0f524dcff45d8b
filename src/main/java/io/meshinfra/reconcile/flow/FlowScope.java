package io.meshinfra.reconcile.flow;

/** Which flows are tried. */
public enum FlowScope {
  ALL,
  /** Between addresses of the mesh. */
  MESH,
  /** To addresses of nodes that are not of the mesh. */
  OUTSIDE;

  boolean hasMesh() {
    return this != OUTSIDE;
  }

  boolean hasOutside() {
    return this != MESH;
  }
}
