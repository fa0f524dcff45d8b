package io.meshinfra.converge.alone;

import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import java.time.Duration;
import java.util.TreeSet;

/** What tells whether a node has been left this catalog already; the revision does not matter. */
final class LeftKey {
  /** To be raised with every change of the scripts that must reach nodes whose catalog stays. */
  private static final String FORMAT = "1";

  private LeftKey() {}

  /** Sixty-four digits; cheap enough for every pass. */
  static String of(Catalog catalog, Facts facts, NodeAlone.Settings settings) {
    StringBuilder all = new StringBuilder(256 + 160 * catalog.resources().size());
    add(all, FORMAT, catalog.node(), facts.init(), facts.packageManager());
    Duration limit = settings.stepLimit();
    add(all, settings.keeping(), limit, settings.largest());
    for (Resource<?> resource : catalog.resources()) {
      // Rolled out or only healed is the same without a hub, and changes with each wave.
      boolean observed = resource.terms().mode() == Mode.OBSERVE;
      add(all, resource.id(), resource.fingerprint(), observed);
      add(all, HoldsSecrets.stamp(resource));
      add(all, new TreeSet<>(catalog.dependenciesOf(resource.id())));
    }
    return Content.of(all.toString()).sha256();
  }

  private static void add(StringBuilder all, Object... parts) {
    for (Object part : parts) {
      all.append(part).append('\0');
    }
  }
}
