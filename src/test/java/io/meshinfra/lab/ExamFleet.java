package io.meshinfra.lab;

import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.Lab;

/** The fleet of a hub under examination: the nodes of a lab, and one profile for all of them. */
record ExamFleet(FleetRepository repository, Lab lab) {

  /**
   * Pushes it.
   *
   * @param setting one more setting of the fleet, or nothing
   */
  String publish(String setting, String resources) {
    return repository
        .write("nodes.yaml", lab.manifests())
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: exam}
            spec:
              interval: 10s
            """
                + (setting.isEmpty() ? "" : "  " + setting + "\n"))
        .write("all.yaml", profile(resources))
        .write("count", Long.toString(System.nanoTime()))
        .push("publish");
  }

  static String profile(String resources) {
    return """
    apiVersion: mesh-infra/v1
    kind: Profile
    metadata: {name: all}
    spec:
      selector: {}
      resources:
    """
        + resources;
  }
}
