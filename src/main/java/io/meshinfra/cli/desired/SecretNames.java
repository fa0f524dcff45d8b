package io.meshinfra.cli.desired;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.identity.OnTheHub;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import io.meshinfra.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the names of all secrets of a fleet without looking any of them up, and by what holds
 * everywhere: where the secrets of the hub are is not known here.
 */
final class SecretNames {
  private static final Pattern PLACE = Pattern.compile("(.*):(\\d{1,9}):(\\d{1,9})");

  private SecretNames() {}

  static List<Finding> check(Fleet fleet) {
    Secrets secrets = OnTheHub.and(Secrets.installed());
    List<Finding> findings = new ArrayList<>();
    for (FleetNode node : fleet.nodes().values()) {
      for (Resource<?> resource : node.catalog().resources()) {
        HoldsSecrets.of(resource).stream()
            .flatMap(text -> text.secrets().stream())
            .forEach(ref ->
                secrets
                    .complaint(ref)
                    .ifPresent(what -> findings.add(finding(resource, ref, what))));
      }
    }
    return findings;
  }

  private static Finding finding(Resource<?> resource, SecretRef ref, String what) {
    String message = "secret %s of %s: %s".formatted(ref, resource.id(), what);
    Matcher place = PLACE.matcher(resource.terms().position());
    return place.matches()
        ? new Finding(
            place.group(1),
            Integer.parseInt(place.group(2)),
            Integer.parseInt(place.group(3)),
            message)
        : new Finding(resource.terms().position(), 1, 1, message);
  }
}
