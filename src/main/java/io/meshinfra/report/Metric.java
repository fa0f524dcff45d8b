package io.meshinfra.report;

import java.util.List;

/** All metrics of the hub, as Prometheus names them; the reference page is made from this list. */
public enum Metric {
  NODE_SYNC_STATUS(
      "mesh_node_sync_status",
      "gauge",
      "1 for the sync status that the node has, 0 for the others",
      "node",
      "status"),
  NODE_HEALTH(
      "mesh_node_health",
      "gauge",
      "1 for the health that the node has, 0 for the others",
      "node",
      "health"),
  NODE_ATTENDANCE(
      "mesh_node_attendance",
      "gauge",
      "1 for how the node keeps to its presence, 0 for the others; missing and barred are alarms",
      "node",
      "state"),
  DRIFT_CHANGES(
      "mesh_drift_changes",
      "gauge",
      "Resources that were not as they shall be when the node was last probed",
      "node",
      "origin"),
  ROLLOUT_PHASE(
      "mesh_rollout_phase",
      "gauge",
      "1 for the phase that the rollout is in, 0 for the others; stopped is an alarm",
      "rollout",
      "phase"),
  ROLLOUT_NODES(
      "mesh_rollout_nodes",
      "gauge",
      "Nodes of the rollout, by how far they are; failed is an alarm",
      "rollout",
      "standing"),
  PATHS(
      "mesh_node_paths",
      "gauge",
      "Access paths of the node that lead in, lead nowhere, were told as rotten, were not tried yet",
      "node",
      "state"),
  NETWORK_FLOWS(
      "mesh_network_flows",
      "gauge",
      "Flows of the network intent in the last test, by their result; leaks is an alarm",
      "result"),
  NODE_LEAKS(
      "mesh_node_leaks",
      "gauge",
      "Forbidden flows to the node that work, as two tests in a row have seen; an alarm",
      "node"),
  NETWORK_TEST_SECONDS(
      "mesh_network_test_seconds", "gauge", "How long the last test of the network took"),
  CHANGES_REFUSED(
      "mesh_rollout_network_failures_total",
      "counter",
      "Changes of rollouts that opened a denied flow or shut a way in, which fails their node",
      "kind"),
  RUNS("mesh_runs_total", "counter", "Passes over nodes that have ended", "outcome"),
  RUN_DURATION(
      "mesh_run_duration_seconds", "histogram", "How long passes over nodes took", "outcome"),
  SOURCE_UP(
      "mesh_source_up", "gauge", "1 when git can be read and its newest revision is in force"),
  REVISION_INFO("mesh_revision_info", "gauge", "1 for the revision in force", "revision"),
  PASSES_ACTIVE("mesh_passes_active", "gauge", "Nodes that are being worked on"),
  HUB_IN_CHARGE(
      "mesh_hub_in_charge",
      "gauge",
      "1 when this hub works the fleet, 0 when it stands by or its lease has run out"),
  FENCING_TOKEN(
      "mesh_fencing_token", "gauge", "Fencing token of this hub; 0 as long as it has none"),
  HOST_CERTIFICATES_END(
      "mesh_host_certificates_end",
      "gauge",
      "When the first host certificate ends that a node has, as Unix time; NaN when there is none");

  private final String id;
  private final String type;
  private final String help;
  private final List<String> labels;

  Metric(String id, String type, String help, String... labels) {
    this.id = id;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  public String id() {
    return id;
  }

  public String type() {
    return type;
  }

  public String help() {
    return help;
  }

  public List<String> labels() {
    return labels;
  }

  /** As Micrometer wants it: the registry adds the unit and {@code _total}. */
  public String meter() {
    return id.replaceAll("_(total|seconds)$", "").replace('_', '.');
  }
}
