package io.meshinfra.network.firewalld;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Compiled;
import io.meshinfra.network.firewall.Filter;
import io.meshinfra.network.firewall.Firewall;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.matrix.Grant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * firewalld: a zone for the interfaces of the mesh, a policy for what comes in by them, and one for
 * what comes in by any other. Policies come before zones and decide about every packet, so that
 * neither the zone of a connection nor a service that is opened in it has any effect on them.
 */
public final class FirewalldFirewall implements Firewall {
  public static final String ZONE = "/etc/firewalld/zones/mesh-infra.xml";
  public static final String MESH = "/etc/firewalld/policies/mesh-infra-in.xml";
  public static final String REST = "/etc/firewalld/policies/mesh-infra-out.xml";

  @Override
  public BackEnd backEnd() {
    return BackEnd.FIREWALLD;
  }

  @Override
  public boolean letsInLeases() {
    // A rule has one element: the port that they come to, or the one that they come from.
    return false;
  }

  @Override
  public Compiled compile(Intent intent, List<Grant> grants, NodeName node) {
    List<Grant> into = grants.stream().filter(one -> one.to().nodes().contains(node)).toList();
    List<String> limited =
        into.stream().flatMap(grant -> unable(grant, grant.rate()).stream()).toList();
    if (!limited.isEmpty()) {
      return new Compiled.Unable(limited);
    }
    FirewalldCompiler compiler = new FirewalldCompiler(intent, into);
    return new Compiled.Files(
        new TreeMap<>(Map.of(ZONE, compiler.zone(), MESH, compiler.mesh(), REST, compiler.rest())));
  }

  /** Its limits are for all together: anybody could close a port for all others by knocking. */
  private static Optional<String> unable(Grant grant, Optional<Rate> rate) {
    return rate.map(limit ->
        "firewalld cannot count each address by itself, which %s (%s) asks for with %s; name nftables or ufw there, or leave the rate_limit out"
            .formatted(grant.name(), grant.place(), limit));
  }

  @Override
  public Filter.Reading read(SortedMap<String, String> files) {
    return FirewalldReader.read(files);
  }
}
