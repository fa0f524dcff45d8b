package io.meshinfra.reconcile.identity;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.reconcile.identity.Certificates.Known;
import io.meshinfra.reconcile.revision.RevisionReader;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** What the network intent of the revision in force says; read once for each revision. */
public final class IntentInForce {
  private final RevisionReader reader;
  private final Trees trees;
  private volatile Read last = new Read(Optional.empty(), Optional.empty());

  /** The files of a revision. */
  @FunctionalInterface
  public interface Trees {
    FileTree of(Revision revision) throws UnreadableFile;
  }

  /** What was read of which revision. */
  private record Read(Optional<Revision> revision, Optional<Said> said) {}

  /**
   * What is kept of a network.
   *
   * @param hosts who each node is that shall have host certificates
   */
  private record Said(Intent intent, SortedMap<NodeName, HostIdentity> hosts) {}

  public IntentInForce(RevisionReader reader, Trees trees) {
    this.reader = reader;
    this.trees = trees;
  }

  /**
   * @param inForce the revision in force, if there is one
   */
  public Known ca(Supplier<Optional<Revision>> inForce) {
    Optional<Revision> revision = inForce.get();
    if (revision.isEmpty()) {
      return new Known.Missing("no revision is in force, so nobody knows who may have what");
    }
    try {
      return intent(revision.get())
          .flatMap(Intent::sshCa)
          .<Known>map(Known.There::new)
          .orElseGet(() ->
              new Known.Missing("the network intent has no ssh_ca; docs/identity.md tells how"));
    } catch (UnreadableFile e) {
      return new Known.Missing("the revision in force cannot be read: " + e.getMessage());
    }
  }

  /**
   * The intent of any revision; empty when it has none, or one with mistakes.
   *
   * @throws UnreadableFile when the revision cannot be read
   */
  Optional<Intent> intent(Revision revision) throws UnreadableFile {
    return said(revision).map(Said::intent);
  }

  /**
   * Of which nodes the authority for hosts may say who they are.
   *
   * @param inForce the revision in force, if there is one
   */
  public HostsInForce hosts(Supplier<Optional<Revision>> inForce) {
    Optional<Revision> revision = inForce.get();
    if (revision.isEmpty()) {
      return new HostsInForce.Missing("no revision is in force, so nobody knows who is who");
    }
    try {
      Optional<Said> said = said(revision.get());
      return said.flatMap(one -> one.intent().hostCa())
          .<HostsInForce>map(ca -> new HostsInForce.There(ca, said.orElseThrow().hosts()))
          .orElseGet(() ->
              new HostsInForce.Missing(
                  "the network intent in force has no host_ca; the hub signs when this is in force"));
    } catch (UnreadableFile e) {
      return new HostsInForce.Missing("the revision in force cannot be read: " + e.getMessage());
    }
  }

  private Optional<Said> said(Revision revision) throws UnreadableFile {
    Read known = last;
    if (known.revision().equals(Optional.of(revision))) {
      return known.said();
    }
    Optional<Said> said =
        switch (reader.network(trees.of(revision))) {
          case NetworkPlan.Planned(PlannedNetwork network) ->
              Optional.of(new Said(network.intent(), network.hosts()));
          case NetworkPlan.Absent absent -> Optional.empty();
          case NetworkPlan.Refused refused -> Optional.empty();
        };
    last = new Read(Optional.of(revision), said);
    return said;
  }
}
