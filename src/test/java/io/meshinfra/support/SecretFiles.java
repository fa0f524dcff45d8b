package io.meshinfra.support;

import io.meshinfra.desired.Fleet;
import io.meshinfra.resource.Catalog;

/** The catalog of the node {@code scratch} with the given resources, read from a manifest. */
public final class SecretFiles {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: scratch}
      spec:
        access: [{ssh: {host: 192.0.2.1, name: lan}}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW"]
        user: root
        resources:
      """;

  private SecretFiles() {}

  /**
   * @param resources items of a list, not indented
   */
  public static Catalog catalog(String resources) {
    Fleet fleet = LabEngine.fleet(MemoryTree.of("node.yaml", NODE + resources.indent(4)));
    return fleet.nodes().firstEntry().getValue().catalog();
  }
}
