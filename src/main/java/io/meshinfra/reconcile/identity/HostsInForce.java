package io.meshinfra.reconcile.identity;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.intent.HostCa;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the revision in force says of host certificates. */
public sealed interface HostsInForce {
  /** Those who shall have them. */
  record There(HostCa ca, SortedMap<NodeName, HostIdentity> hosts) implements HostsInForce {
    public There {
      hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }
  }

  /** Nobody, or it is not known. */
  record Missing(String reason) implements HostsInForce {}
}
