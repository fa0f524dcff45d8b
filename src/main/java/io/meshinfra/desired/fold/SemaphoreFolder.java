package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Semaphore;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.manifest.FleetManifest;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Takes the semaphores of the Fleet manifest; the kinds that they name must be there. */
final class SemaphoreFolder {
  private SemaphoreFolder() {}

  static List<Semaphore> fold(Manifests manifests, ResourceTypes types, List<Finding> findings) {
    List<Semaphore> semaphores = new ArrayList<>();
    manifests
        .fleet()
        .ifPresent(placed -> {
          FleetManifest.Spec spec = placed.manifest().spec();
          spec.semaphores()
              .forEach((name, written) -> {
                Semaphore semaphore = new Semaphore(name, written.capacity(), written.kinds());
                refuseUnknown(semaphore, types, placed.at(), findings);
                semaphores.add(semaphore);
              });
        });
    return semaphores;
  }

  private static void refuseUnknown(
      Semaphore semaphore, ResourceTypes types, Position at, List<Finding> findings) {
    for (String kind : semaphore.kinds()) {
      if (types.of(kind).isEmpty()) {
        findings.add(
            at.finding(
                "semaphore %s: unknown kind of resource %s%s"
                    .formatted(
                        semaphore.name(),
                        Printable.quote(kind),
                        Suggestion.of(kind, types.kinds()))));
      }
    }
  }
}
