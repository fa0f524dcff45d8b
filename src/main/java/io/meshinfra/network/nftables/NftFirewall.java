package io.meshinfra.network.nftables;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Compiled;
import io.meshinfra.network.firewall.Filter;
import io.meshinfra.network.firewall.Firewall;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** nftables: one file, loaded by the unit of the distribution. */
public final class NftFirewall implements Firewall {
  /** Where Debian's and Ubuntu's unit looks. */
  public static final String PATH = "/etc/nftables.conf";

  @Override
  public BackEnd backEnd() {
    return BackEnd.NFTABLES;
  }

  @Override
  public boolean letsInLeases() {
    return true;
  }

  @Override
  public Compiled compile(Intent intent, List<Grant> grants, NodeName node) {
    return new Compiled.Files(
        new TreeMap<>(Map.of(PATH, new NftCompiler(intent, grants).compile(node))));
  }

  @Override
  public Filter.Reading read(SortedMap<String, String> files) {
    return NftReader.read(files.getOrDefault(PATH, ""));
  }
}
