package io.meshinfra.network.ufw;

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

/**
 * ufw: the two files that it loads before all rules of {@code ufw allow}. They decide about every
 * packet, so that those rules have no effect on what comes in any more.
 */
public final class UfwFirewall implements Firewall {
  public static final String IP = "/etc/ufw/before.rules";
  public static final String IP6 = "/etc/ufw/before6.rules";

  @Override
  public BackEnd backEnd() {
    return BackEnd.UFW;
  }

  @Override
  public boolean letsInLeases() {
    return true;
  }

  @Override
  public Compiled compile(Intent intent, List<Grant> grants, NodeName node) {
    UfwCompiler compiler = new UfwCompiler(intent, grants);
    return new Compiled.Files(
        new TreeMap<>(
            Map.of(IP, compiler.compile(node, false), IP6, compiler.compile(node, true))));
  }

  @Override
  public Filter.Reading read(SortedMap<String, String> files) {
    return UfwReader.read(files);
  }
}
