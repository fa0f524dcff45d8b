package io.meshinfra.network.nftables;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Label;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Grant;
import java.util.List;

/** Compiles what is allowed to the ruleset of a node; pure. */
public final class NftCompiler {
  private final Intent intent;
  private final List<Grant> grants;

  /**
   * @param grants all that is allowed, in order
   */
  public NftCompiler(Intent intent, List<Grant> grants) {
    this.intent = intent;
    this.grants = List.copyOf(grants);
  }

  /** The file for one node; nodes that are reached alike have the same. */
  public String compile(NodeName node) {
    NftText ruleset = new NftText();
    ruleset.opening();
    ruleset.keepOut(intent.mesh().network(), intent.mesh().interfaces());
    for (Grant grant : grants) {
      if (grant.to().nodes().contains(node)) {
        grant.protocols().forEach(protocol -> open(ruleset, grant, protocol));
      }
    }
    return ruleset.text();
  }

  private void open(NftText ruleset, Grant grant, Protocol protocol) {
    Comment comment = new Comment(new Label(grant.name()));
    if (grant.from().outside()) {
      grant
          .rate()
          .ifPresentOrElse(
              rate -> ruleset.open(protocol, grant.ports(), rate, comment),
              () -> ruleset.open(protocol, grant.ports(), comment));
      return;
    }
    List<Ipv4> sources =
        grant.from().nodes().stream().map(name -> intent.nodes().get(name).address()).toList();
    grant
        .rate()
        .ifPresentOrElse(
            rate -> ruleset.open(sources, protocol, grant.ports(), rate, comment),
            () -> ruleset.open(sources, protocol, grant.ports(), comment));
  }
}
