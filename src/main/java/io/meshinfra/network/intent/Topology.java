package io.meshinfra.network.intent;

/** Who of the mesh has a tunnel to whom. */
public enum Topology {
  /** Everybody to everybody, where one of the two can be reached. */
  FULL_MESH,
  /** Everybody to the nodes with the role hub, which pass on what is for others. */
  HUB_AND_SPOKE
}
