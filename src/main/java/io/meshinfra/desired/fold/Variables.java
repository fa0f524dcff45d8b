package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Plain;
import io.meshinfra.desired.manifest.FleetManifest;
import io.meshinfra.desired.manifest.NodeManifest;
import io.meshinfra.desired.manifest.ProfileManifest;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of one node: fleet, then profiles in their order, then the node itself. */
final class Variables {
  private record Setting(ProfileManifest profile, Yaml value) {}

  private Variables() {}

  static Map<String, Object> of(
      FleetManifest.Spec fleet,
      List<ProfileManifest> profiles,
      NodeManifest node,
      Target target,
      List<Finding> findings) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("user", target.user());
    put(variables, fleet.vars());
    Map<String, Setting> set = new HashMap<>();
    for (ProfileManifest profile : profiles) {
      profile
          .spec()
          .vars()
          .forEach((name, value) -> compare(name, value, profile, set, node, findings));
      put(variables, profile.spec().vars());
    }
    put(variables, node.spec().vars());
    variables.put("node", builtIn(node));
    return variables;
  }

  private static void put(Map<String, Object> variables, Map<String, Yaml> vars) {
    vars.forEach((name, value) -> variables.put(name, Plain.of(value)));
  }

  private static void compare(
      String name,
      Yaml value,
      ProfileManifest profile,
      Map<String, Setting> set,
      NodeManifest node,
      List<Finding> findings) {
    Setting other = set.put(name, new Setting(profile, value));
    if (other == null
        || node.spec().vars().containsKey(name)
        || !other.profile().spec().priority().equals(profile.spec().priority())
        || Plain.of(other.value()).equals(Plain.of(value))) {
      return;
    }
    findings.add(
        value
            .at()
            .finding(
                ("the profiles %s and %s set the variable %s differently (the other at %s); set it"
                        + " on the node or give one profile a higher priority")
                    .formatted(other.profile().name(), profile.name(), name, other.value().at())));
  }

  private static Map<String, Object> builtIn(NodeManifest node) {
    String name = node.metadata().name().value();
    Map<String, Object> builtIn = new LinkedHashMap<>();
    builtIn.put("name", name);
    builtIn.put("labels", new LinkedHashMap<>(node.metadata().labels()));
    builtIn.put("hostname", node.spec().hostname().map(host -> host.value()).orElse(name));
    return builtIn;
  }
}
